import { expect, test } from 'vitest';
import { frameOf, Outbox } from '../src/outbox';
import { Store } from '../src/storage';
import { FakeStorage } from './fakes';

const day = 24 * 3_600_000;

function open(storage = new FakeStorage(), now = () => 1_000): Outbox {
  return new Outbox(new Store('fd:', storage as unknown as Storage), now);
}

test('the same id is taken once', () => {
  const box = open();
  expect(box.add({ client_id: 'a', text: 'hello' })).toBe(true);
  expect(box.add({ client_id: 'a', text: 'hello' })).toBe(false);
  expect(box.items).toHaveLength(1);
});

test('what was not acknowledged survives a reload, what was does not', () => {
  const storage = new FakeStorage();
  const box = open(storage);
  box.add({ client_id: 'a', text: 'one' });
  box.add({ client_id: 'b', text: 'two' });
  box.acknowledge('a');
  expect(box.items.map((item) => item.state)).toEqual(['sent', 'waiting']);
  expect(open(storage).items.map((item) => item.client_id)).toEqual(['b']);
});

test('a message of yesterday is not sent behind the shopper’s back', () => {
  const storage = new FakeStorage();
  open(storage).add({ client_id: 'a', text: 'one' });
  const later = open(storage, () => 1_001 + day);
  expect(later.items[0]!.state).toBe('failed');
  later.retry('a');
  expect(later.waiting()).toHaveLength(1);
});

test('two tabs keep each other’s messages and drop what the other delivered', () => {
  const storage = new FakeStorage();
  const first = open(storage);
  const second = open(storage);
  first.add({ client_id: 'a', text: 'one' });
  second.add({ client_id: 'b', text: 'two' });
  expect(open(storage).items.map((item) => item.client_id)).toEqual(['a', 'b']);
  const third = open(storage);
  third.acknowledge('a');
  first.merge();
  expect(first.items).toEqual([]);
});

test('damaged storage is an empty outbox', () => {
  for (const raw of ['{', '7', 'null', '[1, null, {"text": 1}]']) {
    const storage = new FakeStorage();
    storage.setItem('fd:outbox', raw);
    expect(open(storage).items).toEqual([]);
  }
});

test('storage that throws is replaced by memory', () => {
  const broken = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
    removeItem: () => {
      throw new Error('denied');
    },
  };
  const store = new Store('fd:', broken as unknown as Storage);
  const box = new Outbox(store, () => 0);
  expect(box.add({ client_id: 'a', text: 'one' })).toBe(true);
  expect(new Outbox(store, () => 0).items).toHaveLength(1);
});

test('frames carry only what the wire knows', () => {
  const item = { client_id: 'a', text: 'x', at: 1, state: 'waiting' as const };
  expect(frameOf(item)).toEqual({ type: 'send', client_id: 'a', text: 'x' });
  expect(frameOf({ ...item, payload: 'p', lang: 'de' })).toEqual({ type: 'send', client_id: 'a', text: 'x', payload: 'p', lang: 'de' });
  expect(frameOf({ ...item, human: true })).toEqual({ type: 'human', client_id: 'a' });
});
