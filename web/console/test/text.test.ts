import { createApp, h } from 'vue';
import { describe, expect, it } from 'vitest';
import { setLocale } from '../src/i18n';
import { renderMarkdown } from '../src/lib/markdown';
import { cardNumbers, clean, forClipboard, hideCards, initials, linkify } from '../src/lib/text';
import { clock, fromLocalTime, localTime, span, utc, when } from '../src/lib/time';

describe('foreign text (F1)', () => {
  it('loses control characters, ANSI escapes and bidi overrides', () => {
    expect(clean('a\u001b[31mred\u0000\u202Eevil\u2066x\r\nb')).toBe('a[31mredevilx\nb');
  });

  it('links only http(s), and says which host', () => {
    expect(linkify('see https://shop.example/a?b=1). javascript:alert(1)')).toEqual([
      { text: 'see ' },
      { text: 'https://shop.example/a?b=1', href: 'https://shop.example/a?b=1', host: 'shop.example' },
      { text: '). javascript:alert(1)' },
    ]);
    expect(linkify('https://user:pw@evil.example/')).toEqual([{ text: 'https://user:pw@evil.example/' }]);
    expect(linkify('https://аpple.example/')[0]?.host).toBe('xn--pple-43d.example');
  });

  it.each([
    ['=cmd()', "'=cmd()"],
    ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['- a list item', '- a list item'],
    ['+49 30 1234', '+49 30 1234'],
    ['fine\n=HYPERLINK("x")', 'fine\n\'=HYPERLINK("x")'],
  ])('is harmless in a spreadsheet: %j', (text, want) => expect(forClipboard(text)).toBe(want));
});

describe('card numbers (F4)', () => {
  it.each([
    ['4111 1111 1111 1111', 1],
    ['order 4111111111111112', 0],
    ['10482 and 20931', 0],
  ])('%s', (text, n) => expect(cardNumbers(text)).toHaveLength(n));

  it('are dotted out but for the last four digits', () => {
    expect(hideCards('my card 4111-1111-1111-1111 ok')).toBe('my card •••• 1111 ok');
  });
});

describe('Markdown', () => {
  function html(source: string): string {
    const host = document.createElement('div');
    createApp({ render: () => h('div', renderMarkdown(source)) }).mount(host);
    return host.innerHTML.replace(/<!--.*?-->/g, '');
  }

  it('renders what articles use', () => {
    const out = html('# A\n\ntext **b** *i* `c`\n\n1. x\n2. y\n   - z\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n<b>\n```');
    for (const part of ['<h2>A</h2>', '<strong>b</strong>', '<em>i</em>', '<code>c</code>', '<ol><li>x</li><li>y<ul><li>z</li></ul></li></ol>', '<blockquote>', '<td>2</td>', '&lt;b&gt;']) {
      expect(out).toContain(part);
    }
  });

  it('never makes an element out of what is written', () => {
    const out = html('<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) ![p](https://e.example/t.png) [ok](https://shop.example/a)');
    expect(out).not.toMatch(/<img|<script|javascript:/i);
    expect(out).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(out).toContain('href="https://shop.example/a"');
    expect(out).toContain('(shop.example)');
  });

  it('ends on hostile input', () => {
    const started = performance.now();
    html('*'.repeat(20_000) + '\n' + '['.repeat(20_000) + '\n' + '- '.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('times and names', () => {
  it('knows no time from a time', () => {
    expect(when('0001-01-01T00:00:00Z')).toBeNaN();
    expect(utc('2026-11-21T12:30:05Z')).toBe('2026-11-21 12:30:05 UTC');
  });

  it('keeps a time that nobody has changed, to the second', () => {
    for (const at of ['2026-10-25T00:30:15Z', '2026-10-25T01:30:15Z', '2026-03-29T01:30:00Z', '2026-07-31T21:59:59Z']) {
      expect(fromLocalTime(localTime(at), at)).toBe(at);
    }
    expect(fromLocalTime('2026-07-31T12:00', '2026-07-31T21:59:59Z')).toBe(new Date('2026-07-31T12:00').toISOString());
    expect(fromLocalTime('', '2026-07-31T21:59:59Z')).toBeUndefined();
  });

  it('names the year of what was not this year', () => {
    const now = Date.parse('2026-03-02T12:00:00Z');
    expect(clock('2025-11-21T12:30:00Z', 'en', now)).toContain('2025');
    expect(clock('2026-01-21T12:30:00Z', 'en', now)).not.toContain('2026');
  });

  it.each([
    [4_000, '4 sec'],
    [125_000, '2 min'],
    [3_900_000, '1 hr 5 min'],
    [7_200_000, '2 hr'],
    [200_000_000, '2 days'],
  ])('%d ms is %s', (ms, want) => expect(span(ms)).toBe(want));

  it.each([
    ['de', '12 Min.', '1 Std. 5 Min.'],
    ['zh', '12分钟', '1小时 5分钟'],
  ] as const)('abbreviates durations as %s does', async (language, minutes, hours) => {
    await setLocale(language);
    expect([span(720_000), span(3_900_000)].map((text) => text.replaceAll('\u00a0', ' '))).toEqual([minutes, hours]);
    await setLocale('en');
  });

  it('writes hours without a zero before them where the day has twice twelve', () => {
    const at = new Date(2026, 0, 21, 8, 5).toISOString();
    expect(clock(at, 'en-US', Date.parse(at)).replaceAll('\u202f', ' ')).toBe('8:05 AM');
    expect(clock(at, 'de', Date.parse(at))).toBe('08:05');
  });

  it.each([
    ['Li Wei', 'LW'],
    ['陈晓', '陈'],
    ['', '?'],
  ])('initials of %j', (name, want) => expect(initials(name)).toBe(want));
});
