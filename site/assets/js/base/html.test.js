import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HTML, html } from './html.js';

test('values are escaped, in text and in attributes', () => {
  const value = `<b>"&'`;
  assert.equal(String(html`<p title="${value}">${value}</p>`), `<p title="&lt;b&gt;&#34;&amp;'">&lt;b&gt;&#34;&amp;'</p>`);
  assert.equal(String(html`<i>${'&amp;'}</i>`), '<i>&amp;amp;</i>');
});

test('HTML is put in as it is, alone and in lists', () => {
  const items = ['a', '<b>'].map((s) => html`<li>${s}</li>`);
  assert.equal(String(html`<ul>${items}</ul>`), '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  assert.equal(String(html`${['<', html`<br>`, '>']}${[]}`), '&lt;<br>&gt;');
  assert.equal(String(html`${new HTML('<hr>')}`), '<hr>');
});

test('numbers, truth values and nothing', () => {
  assert.equal(String(html`${0} ${12n} ${true} ${false}${''}`), '0 12 true false');
});

test('what is neither text nor HTML is refused', () => {
  for (const value of [{}, null, new Uint8Array(2), [{}]]) assert.throws(() => html`${/** @type {any} */ (value)}`, TypeError);
});

test('line breaks are not part of it; inside a tag they are a space', () => {
  const a = html`
    <p class="a"
      id="${'x'}"
      title="y"><b>
      ${'text'}</b>
      <i>${'\n'}</i></p>`;
  assert.equal(String(a), '<p class="a" id="x" title="y"><b>text</b><i>\n</i></p>');
  assert.equal(String(html` open
    hidden`), ' openhidden', 'what is only attributes stands on one line');
});
