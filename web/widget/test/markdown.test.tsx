import { render } from 'preact';
import { expect, test } from 'vitest';
import { markdown, safeLink, verbatim } from '../src/markdown';

function html(text: string): string {
  const box = document.createElement('div');
  render(<>{markdown(text, 'new tab')}</>, box);
  return box.innerHTML.replaceAll(' dir="auto"', '').replaceAll('<span class="sr"> (new tab)</span>', '');
}
const out = 'target="_blank" rel="noopener noreferrer nofollow"';

test.each([
  ['plain', '<p>plain</p>'],
  ['one\ntwo\n\nthree', '<p>one<br>two</p><p>three</p>'],
  ['a **bold** and *soft* and `code`', '<p>a <strong>bold</strong> and <em>soft</em> and <code>code</code></p>'],
  ['__bold__ _soft_', '<p><strong>bold</strong> <em>soft</em></p>'],
  ['snake_case_name 2*3*4', '<p>snake_case_name 2*3*4</p>'],
  ['- a\n- **b**\n\n1. c\n2) d', '<ul><li>a</li><li><strong>b</strong></li></ul><ol start="1"><li>c</li><li>d</li></ol>'],
  ['one\n## How *long*  ##\ntwo\n#hashtag', '<p>one</p><p><strong>How <em>long</em></strong></p><p>two<br>#hashtag</p>'],
  ['3. from three', '<ol start="3"><li>from three</li></ol>'],
])('%j', (text, want) => {
  expect(html(text)).toBe(want);
});

test('links show their real host', () => {
  expect(html('[our page](https://evil.example/x)')).toBe(
    `<p><a href="https://evil.example/x" ${out}><bdi>our page</bdi></a> <bdi class="host">(evil.example)</bdi></p>`,
  );
  expect(html('[https://shop.example.evil.com](https://evil.com/)')).toContain('<bdi class="host">(evil.com)</bdi>');
  expect(html('[shop](https://shop.example@evil.com/)')).toContain('(evil.com)');
  expect(html('[shop](https://shöp.example/)')).toContain('(xn--shp-tna.example)');
  expect(html('see https://shop.example/a?b=1.')).toBe(
    `<p>see <a href="https://shop.example/a?b=1" ${out}><bdi>https://shop.example/a?b=1</bdi></a>.</p>`,
  );
});

test.each([
  '[x](javascript:alert)',
  '[x](JaVaScRiPt:alert`1`)',
  '[x](data:text/html,hi)',
  '[x](//evil.example)',
  '[x](/relative)',
  '[x](vbscript:a)',
  '![x](https://evil.example/pixel.gif)',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
])('%s makes no link, picture or script', (text) => {
  const box = document.createElement('div');
  render(<>{markdown(text, '')}</>, box);
  expect(box.querySelector('a[href^="j"],a[href^="d"],a[href^="/"],a[href^="v"],img,script')).toBeNull();
  expect(box.querySelectorAll('a[href*="relative"],a[href="https://evil.example"]').length).toBe(0);
});

test('only known ways to go', () => {
  expect(safeLink('https://a.example')?.host).toBe('a.example');
  expect(safeLink('mailto:a@b.example')?.protocol).toBe('mailto:');
  for (const bad of ['', undefined, 'javascript:1', 'file:///etc/passwd', 'blob:x', ' \tjavascript:1']) expect(safeLink(bad)).toBeNull();
});

test('a shopper’s own text stays as written', () => {
  const box = document.createElement('div');
  render(verbatim('**not bold** <b>x</b>'), box);
  expect(box.textContent).toBe('**not bold** <b>x</b>');
  expect(box.querySelector('b,strong')).toBeNull();
});

test.each(['*'.repeat(20_000), '# ' + ' #'.repeat(10_000) + 'x', '['.repeat(20_000), '**a '.repeat(5_000), '[a]('.repeat(5_000), '_a'.repeat(10_000), 'https://'.repeat(2_500), 'x'.repeat(1_000_000)])(
  'hostile text is drawn at once',
  (text) => {
    const start = performance.now();
    markdown(text, '');
    // Linear: far below what a person notices, with room for a busy machine.
    expect(performance.now() - start).toBeLessThan(3_000);
  },
);
