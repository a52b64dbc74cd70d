import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeStorage, message, session, view, World } from './fakes';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test('nothing is asked for before the panel opens', async () => {
  const world = new World();
  await world.settle(60_000);
  expect(world.posted).toEqual([]);
  expect(world.sockets).toEqual([]);
});

test('the session is opened with the page’s language, the socket says hello', async () => {
  const world = new World(undefined, { locale: 'de-DE', page: 'https://shop.example/a' });
  await world.connect();
  expect(world.posted[0]).toMatchObject({ path: '/v1/widget/sessions', body: { site: 'pk_demo', locale: 'de-DE', page: 'https://shop.example/a' } });
  expect(world.socket.url).toBe('wss://desk.example/v1/widget/socket?site=pk_demo');
  expect(world.socket.sent).toEqual([{ type: 'hello', v: 1, token: 'T1', last_seq: 0 }]);
});

test('a message is sent, acknowledged and shown once', async () => {
  const world = new World();
  const socket = await world.connect();
  expect(world.client.say('k1', ' hello ')).toBeNull();
  expect(socket.of('send')).toEqual([{ type: 'send', client_id: 'k1', text: 'hello' }]);
  socket.give({ type: 'ack', client_id: 'k1', seq: 1, conversation: 'c1' });
  expect(world.client.state.pending).toHaveLength(1);
  socket.give({ type: 'message', message: message(1, { author: 'shopper', text: 'hello', client_id: 'k1' }) });
  expect(world.client.state.pending).toEqual([]);
  expect(world.texts).toEqual(['hello']);
});

test('the message may come before its acknowledgement', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  socket.give({ type: 'message', message: message(1, { author: 'shopper', text: 'hello', client_id: 'k1' }) });
  socket.give({ type: 'ack', client_id: 'k1', seq: 1, conversation: 'c1' });
  expect(world.client.state.pending).toEqual([]);
  expect(world.texts).toEqual(['hello']);
});

test('the same draft sent twice is one message', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  world.client.say('k1', 'hello');
  expect(socket.of('send')).toHaveLength(1);
});

test('what is said offline waits, survives a reload and is sent in order', async () => {
  const storage = new FakeStorage();
  const world = new World(storage);
  await world.connect();
  world.isOnline = false;
  world.socket.end(1006);
  world.client.say('k1', 'one');
  world.client.say('k2', 'two');
  expect(world.client.state.trouble).toBe('offline');
  world.client.stop();

  const next = new World(storage);
  expect(next.client.hasHistory).toBe(true);
  const socket = await next.connect();
  expect(next.posted[0]!.body.token).toBe('T1');
  expect(socket.of('send').map((frame) => frame.text)).toEqual(['one', 'two']);
});

test('after a lost line it resumes with the last seq and sends again what was not acknowledged', async () => {
  const world = new World();
  const first = await world.connect(view(2));
  first.give({ type: 'message', message: message(1) }, { type: 'message', message: message(2) });
  world.client.say('k1', 'lost on the way');
  first.end(4008);
  await world.settle(1_000);
  const second = world.socket;
  expect(second).not.toBe(first);
  second.accept();
  expect(second.of('hello')).toEqual([{ type: 'hello', v: 1, token: 'T1', last_seq: 2, conversation: 'c1' }]);
  second.give({ type: 'welcome', v: 1, conversation: view(2) });
  expect(second.of('send').map((frame) => frame.client_id)).toEqual(['k1']);
});

test('a gap makes it say hello again with the last contiguous seq', async () => {
  const world = new World();
  const socket = await world.connect(view(1));
  socket.give({ type: 'message', message: message(1) }, { type: 'message', message: message(4) });
  expect(socket.of('hello').map((frame) => frame.last_seq)).toEqual([0, 1]);
  socket.give({ type: 'welcome', v: 1, conversation: view(4) });
  for (const seq of [2, 3, 4]) socket.give({ type: 'message', message: message(seq) });
  expect(world.texts).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
  expect(socket.of('hello')).toHaveLength(2);
});

test('resume drops what was there and takes the server’s log', async () => {
  const world = new World();
  const socket = await world.connect(view(2));
  socket.give({ type: 'message', message: message(1, { text: 'wrong' }) });
  socket.give({ type: 'resume', from_seq: 0 });
  for (const seq of [1, 2]) socket.give({ type: 'message', message: message(seq) });
  expect(world.texts).toEqual(['text 1', 'text 2']);
  expect(socket.of('hello')).toHaveLength(1);
});

test('a restored conversation is read from its beginning', async () => {
  const storage = new FakeStorage();
  storage.setItem('fd:conversation', '"c1"');
  const world = new World(storage);
  world.answer = () => ({ status: 200, body: { ...session, conversation: 'c1' } });
  const socket = await world.connect(view(2));
  expect(socket.of('hello')).toEqual([{ type: 'hello', v: 1, token: 'T1', last_seq: 0, conversation: 'c1' }]);
  socket.give({ type: 'message', message: message(1) }, { type: 'message', message: message(2) });
  expect(world.texts).toEqual(['text 1', 'text 2']);
  // Old messages are no news.
  expect(world.client.state.unread).toBe(0);
});

test('the next conversation begins below the ended one', async () => {
  const world = new World();
  const socket = await world.connect(view(1));
  socket.give({ type: 'message', message: message(1, { text: 'old' }) });
  socket.give({ type: 'message', message: message(1, { id: 'n1', conversation: 'c2', text: 'new' }) });
  expect(world.client.state.past.map((entry) => entry.text)).toEqual(['old']);
  expect(world.texts).toEqual(['new']);
  expect(socket.of('hello')).toHaveLength(1);
});

test('delays grow, are bounded, and end when the network is back', async () => {
  const world = new World();
  await world.connect();
  world.socket.end(1001);
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    const before = Date.now();
    const seen = world.sockets.length + world.streams.length;
    while (world.sockets.length + world.streams.length === seen) await world.settle(100);
    waits.push(Math.round((Date.now() - before) / 1_000));
    if (world.streams.length && !world.stream.closed) world.stream.onerror?.();
    else world.socket.end(1006);
    await world.settle();
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBe(1);
  expect(waits.at(-1)).toBe(30);
  const seen = world.sockets.length + world.streams.length;
  world.client.wake();
  expect(world.sockets.length + world.streams.length).toBe(seen + 1);
});

test('where the socket cannot open, events and posts take over', async () => {
  const world = new World();
  world.client.start();
  await world.settle();
  world.socket.end(1006);
  await world.settle(1_000);
  world.socket.end(1006);
  await world.settle(2_000);
  expect(world.sockets).toHaveLength(2);
  expect(world.stream.url).toBe('https://desk.example/v1/widget/events?token=T1&after=0');
  world.stream.give({ type: 'welcome', v: 1, conversation: null });
  expect(world.client.state.trouble).toBe('');

  world.answer = ({ body }) => ({ status: 200, body: { type: 'ack', client_id: body.client_id, seq: 1, conversation: 'c1' } });
  world.client.say('k1', 'hello');
  await world.settle();
  expect(world.posted.at(-1)).toMatchObject({ path: '/v1/widget/frames', body: { type: 'send', client_id: 'k1', text: 'hello' }, headers: { Authorization: 'Bearer T1' } });
  world.stream.give({ type: 'message', message: message(1, { author: 'shopper', text: 'hello', client_id: 'k1' }) });
  expect(world.texts).toEqual(['hello']);
  expect(world.client.state.pending).toEqual([]);
});

test('a refused post is a failed message with the server’s sentence', async () => {
  const world = new World();
  world.client.start();
  await world.settle();
  for (const wait of [1_000, 2_000]) {
    world.socket.end(1006);
    await world.settle(wait);
  }
  world.stream.give({ type: 'welcome', v: 1, conversation: null });
  world.answer = () => ({ status: 422, body: { status: 422, code: 'message_too_long', detail: 'Too long.' } });
  world.client.say('k1', 'hello');
  await world.settle();
  expect(world.client.state.pending[0]).toMatchObject({ state: 'failed', error: 'Too long.' });
});

test('a line that is silent after a message is given up', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  await world.settle(9_000);
  expect(socket.readyState).toBe(1);
  await world.settle(2_500);
  expect(socket.readyState).toBe(3);
  expect(world.sockets).toHaveLength(2);
});

test('an idle line is pinged', async () => {
  const world = new World();
  const socket = await world.connect();
  await world.settle(26_000);
  expect(socket.of('ping')).toHaveLength(1);
  socket.give({ type: 'pong' });
  await world.settle(11_000);
  expect(world.sockets).toHaveLength(1);
});

test('an error with a ref fails that message; trying again sends the same id', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  socket.give({ type: 'error', code: 'message_too_long', detail: 'Too long.', ref: 'k1' });
  expect(world.client.state.pending[0]).toMatchObject({ state: 'failed', error: 'Too long.' });
  world.client.retry('k1');
  expect(socket.of('send').map((frame) => frame.client_id)).toEqual(['k1', 'k1']);
  world.client.discard('k1');
  expect(world.client.state.pending).toEqual([]);
});

test('a rate limit is waited out', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  socket.give({ type: 'error', code: 'rate_limited', detail: 'Slow down.', ref: 'k1' });
  expect(world.client.state.pending[0]!.state).toBe('waiting');
  await world.settle(3_000);
  expect(socket.of('send')).toHaveLength(2);
});

test('a closed conversation is written to once more, then it has failed', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  const closed = { type: 'error', code: 'conversation_closed', detail: 'Closed.', ref: 'k1' } as const;
  socket.give(closed);
  expect(socket.of('send')).toHaveLength(2);
  socket.give(closed);
  expect(world.client.state.pending[0]!.state).toBe('failed');
});

test('signed out: a new session without the old token', async () => {
  const world = new World();
  await world.connect();
  world.socket.end(4010);
  await world.settle();
  expect(world.posted).toHaveLength(2);
  expect(world.posted[1]!.body.token).toBeUndefined();
  expect(world.sockets).toHaveLength(2);
});

test('an identity that is always refused does not go round for ever', async () => {
  const world = new World();
  world.client.start();
  for (let i = 0; i < 10; i++) {
    await world.settle(100);
    if (world.socket.readyState !== 3) world.socket.end(4003);
  }
  expect(world.posted.length).toBe(3);
  expect(world.client.state.trouble).toBe('unavailable');
});

test('too many windows: it stays away until asked', async () => {
  const world = new World();
  await world.connect();
  world.socket.end(4029);
  await world.settle(120_000);
  expect(world.sockets).toHaveLength(1);
  expect(world.client.state.trouble).toBe('too_many');
  world.client.retryAll();
  expect(world.sockets).toHaveLength(2);
});

test('a site that is not allowed says so to its owner only', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const world = new World();
  world.answer = () => ({ status: 403, body: { code: 'origin_not_allowed', detail: 'Not here.', hint: 'Add https://x in Settings.' } });
  world.client.start();
  await world.settle(60_000);
  expect(world.client.state.trouble).toBe('unavailable');
  expect(world.posted).toHaveLength(1);
  expect(warn.mock.calls[0]![0]).toContain('Add https://x');
});

test('a server that is away is asked again', async () => {
  const world = new World();
  world.answer = () => ({ status: 503, body: {} });
  world.client.start();
  await world.settle(7_000);
  // At 0, 2 and 6 seconds.
  expect(world.posted).toHaveLength(3);
  expect(world.client.state.trouble).toBe('reconnecting');
  world.answer = () => ({ status: 200, body: session });
  await world.settle(8_000);
  expect(world.sockets).toHaveLength(1);
});

test('typing is shown for 8 seconds at most, and until the message', async () => {
  const world = new World();
  const socket = await world.connect(view(0));
  socket.give({ type: 'typing', author: 'bot', on: true });
  await world.settle(7_900);
  expect(world.client.state.typing).toBe('bot');
  await world.settle(200);
  expect(world.client.state.typing).toBeNull();
  socket.give({ type: 'typing', author: 'bot', on: true }, { type: 'message', message: message(1) });
  expect(world.client.state.typing).toBeNull();
});

test('the shopper’s typing is told every three seconds at most', async () => {
  const world = new World();
  const socket = await world.connect();
  for (let i = 0; i < 40; i++) {
    world.client.typing();
    await world.settle(100);
  }
  expect(socket.of('typing')).toHaveLength(2);
});

test('news is counted while nobody looks', async () => {
  const world = new World();
  const socket = await world.connect(view(0));
  socket.give({ type: 'message', message: message(1) });
  expect(world.client.state.unread).toBe(1);
  expect(world.emit).toHaveBeenCalledWith('unread', 1);
  world.client.watch(true);
  socket.give({ type: 'message', message: message(2) });
  expect(world.client.state.unread).toBe(0);
});

test('asking for a person twice asks once', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.askHuman('Talk to a person');
  world.client.askHuman('Talk to a person');
  expect(socket.of('human')).toEqual([{ type: 'human', client_id: 'id1' }]);
});

test('the language that the shopper chose goes with what they say', async () => {
  const world = new World();
  const socket = await world.connect();
  world.client.say('k1', 'hello');
  world.client.speak('ar');
  await world.settle();
  expect(world.posted.at(-1)!.body.locale).toBe('ar');
  world.client.say('k2', 'مرحبا');
  expect(socket.of('send').map((frame) => frame.lang)).toEqual([undefined, 'ar']);
});

test('notes and drafts are never shown, whatever comes', async () => {
  const world = new World();
  const socket = await world.connect(view(0));
  socket.give({ type: 'message', message: message(1, { kind: 'note' }) }, { type: 'message', message: message(2, { kind: 'draft' }) });
  expect(world.texts).toEqual([]);
});

test('frames that are none are passed over', async () => {
  const world = new World();
  const socket = await world.connect();
  for (const data of ['', '{', '[]', '7', 'null', '{"type":7}', '{"type":"unheard_of"}']) socket.onmessage?.({ data });
  expect(world.client.state.trouble).toBe('');
});

test('rating goes out once and is not asked again', async () => {
  const storage = new FakeStorage();
  const world = new World(storage);
  const socket = await world.connect(view(0));
  world.client.rate(4, '  good ');
  expect(socket.of('rate')).toEqual([{ type: 'rate', stars: 4, comment: 'good' }]);
  expect(new World(storage).client.state.asked).toEqual(['c1']);
});

test('whether an answer helped is sent, and shown at once', async () => {
  const world = new World();
  const socket = await world.connect(view(0));
  const answer = { id: 'm1', conversation: 'c1', seq: 1, author: 'bot', kind: 'text', text: '30 days', at: '2026-03-02T09:00:00Z' } as const;
  socket.give({ type: 'message', message: answer, prev: 0 });
  world.client.rateAnswer(world.client.state.messages[0]!, false);
  expect(socket.of('helpful')).toEqual([{ type: 'helpful', seq: 1, helpful: false }]);
  expect(world.client.state.messages[0]!.helpful).toBe(-1);
});

test('where nothing comes through, the session is asked again, for the token may be the cause', async () => {
  const world = new World();
  world.client.start();
  await world.settle();
  world.answer = () => ({ status: 200, body: { ...session, token: 'T2' } });
  for (let i = 0; i < 6; i++) {
    if (world.streams.length && !world.stream.closed) world.stream.onerror?.();
    else world.socket.end(1006);
    await world.settle(31_000);
  }
  expect(world.posted).toHaveLength(2);
  expect(world.stream.url).toContain('token=T2');
});
