// A curl command as the request that curl would send over HTTP/1.1.

/** Options of curl with a value, which is not the address. @type {Set<string>} */
const VALUED = new Set(
  ('-H --header -X --request -A --user-agent -e --referer -b --cookie -d --data --data-raw --data-binary --data-ascii --data-urlencode -u --user -o --output -m --max-time ' +
    '--connect-timeout --resolve --connect-to -x --proxy --cacert --cert --key -c --cookie-jar -F --form -w --write-out -T --upload-file --url --ciphers --interface -r --range').split(' '),
);

/**
 * @param {string} text
 * @returns {string | null} the head and its blank line; null where it is not a curl command
 */
export function curlHead(text) {
  const command = /^\s*(?:[$>%#] ?|PS [^>]*> ?|[\w.-]+@[^\n]*[$#] ?)?(?:\S*\/)?curl(?:\.exe)?\s+([^]*)$/.exec(text);
  if (!command) return null;
  const words = shellWords(command[1]);
  let url = '';
  let method = '';
  let body = '';
  /** @type {[string, string][]} */
  const fields = [];
  for (let i = 0; i < words.length; i++) {
    let word = words[i];
    if (!word.startsWith('-') || word === '-') {
      url ||= word;
      continue;
    }
    /** @type {string | undefined} */
    let value;
    const joined = /^(--[\w-]+)=([^]*)$/.exec(word);
    if (joined) [, word, value] = joined;
    else if (/^-[HXAebdu]./.test(word)) [word, value] = [word.slice(0, 2), word.slice(2)];
    else if (VALUED.has(word)) value = words[++i] ?? '';
    if (value === undefined) {
      if (word === '-I' || word === '--head') method ||= 'HEAD';
      continue;
    }
    if (word === '-H' || word === '--header') {
      const field = /^([^:;]+)([:;])\s*([^]*)$/.exec(value);
      if (field && (field[3] || field[2] === ';')) fields.push([field[1], field[3]]);
    } else if (word === '-X' || word === '--request') method = value;
    else if (word === '-A' || word === '--user-agent') fields.push(['User-Agent', value]);
    else if (word === '-e' || word === '--referer') fields.push(['Referer', value]);
    else if (word === '-b' || word === '--cookie') fields.push(['Cookie', value]);
    else if (word === '--url') url = value;
    else if (/^(?:-d|--data)/.test(word)) body += (body && '&') + value;
  }
  const parts = /^(?:(\w+):\/\/)?([^/?#]*)([^#]*)/.exec(url);
  if (!parts || !parts[2]) return null;
  const named = new Set(fields.map(([name]) => name.toLowerCase()));
  const host = named.has('host') ? [] : [`Host: ${parts[2].replace(/^.*@/, '')}`];
  const length = body && !named.has('content-length') ? [`Content-Length: ${new TextEncoder().encode(body).length}`] : [];
  const target = parts[3].startsWith('/') ? parts[3] : `/${parts[3]}`;
  const line = `${method || (body ? 'POST' : 'GET')} ${target} HTTP/1.1`;
  return [line, ...host, ...fields.map(([name, value]) => `${name}: ${value}`), ...length, '', body].join('\r\n');
}

/**
 * A command's words: quoted for a shell, or with ^ for Windows; a line that ends in \, ^ or ` continues in the next.
 * @param {string} text
 * @returns {string[]}
 */
function shellWords(text) {
  const windows = /\^"|\^\r?\n/.test(text);
  const line = windows ? text.replace(/\^\r?\n/g, ' ').replace(/\^(.)/g, '$1') : text.replace(/[\\`]\r?\n/g, ' ');
  const words = [];
  for (const [word] of line.matchAll(/(?:\$?'(?:\\[^]|[^'\\])*'|\$?'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|[^\s'"\\])+/g)) {
    words.push(
      word.replace(/\$'((?:\\[^]|[^'\\])*)'|'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])/g, (_, ansi, single, double, one) => {
        if (ansi !== undefined) return ansi.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (/** @type {string} */ _m, /** @type {string} */ u, /** @type {string} */ x, /** @type {string} */ c) => (u || x ? String.fromCharCode(parseInt(u || x, 16)) : ({ n: '\n', r: '\r', t: '\t' }[c] ?? c)));
        if (single !== undefined) return single;
        if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
        return one;
      }),
    );
  }
  return words;
}
