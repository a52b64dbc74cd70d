import { expect, test } from 'vitest';
import { clean, plain, refusal, runes } from '../src/text';

test.each([
  ['', 'empty'],
  [' \n\t', 'empty'],
  ['\u200b\ufeff\u2060\u200d', 'empty'],
  ['\u3164\u2800', 'empty'],
  ['\0\0', 'empty'],
  ['a'.repeat(4001), 'too_long'],
  ['👩‍👩‍👧‍👦'.repeat(600), 'too_long'],
  ['e' + '\u0301'.repeat(17), 'marks'],
])('refused: %j is %s', (text, want) => {
  expect(refusal(text)).toBe(want);
});

test.each(['?', 'a'.repeat(4000), '😀'.repeat(4000), '漢'.repeat(4000), 'e' + '\u0301'.repeat(16), '👍🏽', '#'])('taken: %j', (text) => {
  expect(refusal(text)).toBeNull();
});

test('bytes count too', () => {
  expect(refusal('漢漢', { runes: 10, bytes: 5 })).toBe('too_long');
});

test('length is in code points, as the server counts', () => {
  expect(runes('a😀é')).toBe(3);
});

test('what is sent is well-formed', () => {
  expect(clean('  a\0b \ud800 \udc00 😀\n')).toBe('ab \ufffd \ufffd 😀');
});

test('a name cannot turn what follows it', () => {
  expect(plain('Li\u202egnp.exe\u2069\n')).toBe('Lignp.exe');
});
