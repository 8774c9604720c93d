// Texts as the search compares them: in lower case, and Hangul as the letters in the order in which they
// are typed. So a syllable that is not finished yet, 마ㅅ or 맛, is the front of 마스킹.

const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const MEDIALS = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ');
const FINALS = ' ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(' ');
/** Letters that a keyboard writes with two keys. @type {Record<string, string>} */
const TWO = { ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ', ㄾ: 'ㄹㅌ', ㄿ: 'ㄹㅍ', ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ', ㅘ: 'ㅗㅏ', ㅙ: 'ㅗㅐ', ㅚ: 'ㅗㅣ', ㅝ: 'ㅜㅓ', ㅞ: 'ㅜㅔ', ㅟ: 'ㅜㅣ', ㅢ: 'ㅡㅣ' };

const FIRST = 0xac00;
const LAST = 0xd7a3;

/** @param {string} text */
export function letters(text) {
  let out = '';
  for (const char of text.normalize('NFC').toLowerCase()) {
    const code = char.charCodeAt(0);
    if (code < FIRST || code > LAST) {
      out += TWO[char] ?? char;
      continue;
    }
    const n = code - FIRST;
    out += INITIALS[Math.floor(n / 588)] + MEDIALS[Math.floor(n / 28) % 21] + FINALS[n % 28];
  }
  return out;
}

/**
 * The first letter of each syllable: ㅁㅅㅋ of 마스킹.
 * @param {string} text
 */
export const initials = (text) =>
  [...text.normalize('NFC')].map((c) => (c >= '가' && c <= '힣' ? INITIALS[Math.floor((c.charCodeAt(0) - FIRST) / 588)] : '')).join('');

/** The keys of a Korean keyboard and the Latin letters on them. */
const KEYS = [...'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ'];
const LATIN = [...'qwertyuiopasdfghjklzxcvbnm'];
const SHIFTED = new Map([...'ㅃㅉㄸㄲㅆㅒㅖ'].map((c, i) => [c, [...'qwertop'][i]]));

/**
 * The letters that the same keys write on the other keyboard: mask for ㅡㅁㄴㅏ, and the other way round.
 * @param {string} typed as letters() gives it
 */
export function otherKeyboard(typed) {
  return [...typed].map((c) => {
    const korean = KEYS.indexOf(c);
    const latin = LATIN.indexOf(c);
    return korean >= 0 ? LATIN[korean] : latin >= 0 ? KEYS[latin] : (SHIFTED.get(c) ?? c);
  }).join('');
}
