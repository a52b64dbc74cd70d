import { expect, test } from 'vitest';
import { Log } from '../src/log';
import { message } from './fakes';

function log(): Log {
  const made = new Log();
  made.reset('c1');
  return made;
}

test('messages in order move the cursor', () => {
  const got = log();
  got.welcomed(0);
  expect([1, 2, 3].map((seq) => got.add(message(seq)))).toEqual(['new', 'new', 'new']);
  expect(got.cursor).toBe(3);
});

test('a double changes nothing', () => {
  const got = log();
  got.welcomed(0);
  got.add(message(1));
  expect(got.add(message(1))).toBe('double');
  expect(got.messages).toHaveLength(1);
});

test('a gap is asked about once, with the last contiguous seq, and is filled in order', () => {
  const got = log();
  got.welcomed(0);
  got.add(message(1));
  expect(got.add(message(3))).toBe('gap');
  expect(got.cursor).toBe(1);
  expect(got.add(message(4))).toBe('new');
  got.welcomed(4);
  for (const seq of [2, 3, 4]) got.add(message(seq));
  expect(got.messages.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
  expect(got.cursor).toBe(4);
});

test('holes within what the server replays are private notes, not losses', () => {
  const got = log();
  got.welcomed(6);
  expect([1, 2, 5].map((seq) => got.add(message(seq)))).toEqual(['new', 'new', 'new']);
  // 6 was private too; 7 is the next.
  expect(got.add(message(7))).toBe('new');
  expect(got.cursor).toBe(7);
});

test('a hole that the server confirms is believed, so that nobody asks for ever', () => {
  const got = log();
  got.welcomed(2);
  got.add(message(2));
  expect(got.add(message(5))).toBe('gap');
  got.welcomed(2);
  expect(got.add(message(5))).toBe('double');
  expect(got.cursor).toBe(5);
  expect(got.add(message(6))).toBe('new');
});

test('where the server says what came before, a private message is no hole and a lost one is', () => {
  const got = log();
  got.welcomed(2);
  got.add(message(2), 1);
  expect(got.add(message(5), 2)).toBe('new');
  expect(got.add(message(7), 6)).toBe('gap');
  expect(got.cursor).toBe(5);
});
