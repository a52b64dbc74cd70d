import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDrafts } from '../src/stores/drafts';
import { searchable } from '../src/stores/inbox';
import { bench, json, until, type Bench } from './kit';

let b: Bench;
beforeEach(async () => {
  b = bench();
  await b.desk.session.load();
  await until(() => b.net.count('GET', 'conversations') > 0);
  await until(() => !b.desk.line.stale);
});
afterEach(() => b.desk.live.stop());

const POST = 'conversations/c-1/messages';

describe('drafts', () => {
  it('keep reply and note apart, a conversation each', () => {
    const drafts = createDrafts(() => 'u-1');
    drafts.edit('c-1', 'text', 'hello');
    drafts.edit('c-1', 'note', 'secret');
    expect(drafts.get('c-1', 'text').text).toBe('hello');
    expect(drafts.get('c-1', 'note').text).toBe('secret');
    expect(drafts.get('c-2', 'text').text).toBe('');
    expect(drafts.has('c-2')).toBe(false);
  });

  it('get their client id at the first keystroke and keep it', () => {
    let n = 0;
    const drafts = createDrafts(() => 'u-1', localStorage, () => `id-${++n}`);
    drafts.edit('c-1', 'text', 'h');
    drafts.edit('c-1', 'text', 'he');
    expect(drafts.get('c-1', 'text').clientId).toBe('id-1');
    drafts.edit('c-1', 'text', '');
    drafts.edit('c-1', 'text', 'again');
    expect(drafts.get('c-1', 'text').clientId).toBe('id-2');
  });

  it('outlive a reload and are shared between tabs with their id', () => {
    const one = createDrafts(() => 'u-1');
    one.edit('c-1', 'text', 'hello');
    const two = createDrafts(() => 'u-1');
    expect(two.get('c-1', 'text')).toEqual(one.get('c-1', 'text'));
    one.edit('c-1', 'text', 'hello there');
    two.changedElsewhere('fd.draft.u-1.c-1.text');
    expect(two.get('c-1', 'text').text).toBe('hello there');
  });

  it('are not seen by the next person at the desk', () => {
    let user = 'u-1';
    const drafts = createDrafts(() => user);
    drafts.edit('c-1', 'text', 'hello');
    user = 'u-2';
    expect(drafts.get('c-1', 'text').text).toBe('');
  });
});

describe('sending', () => {
  beforeEach(() => b.desk.thread.open('c-1'));

  it('sends once for a double click (F3)', async () => {
    b.desk.drafts.edit('c-1', 'text', 'Bin da');
    await Promise.all([b.desk.thread.send('text'), b.desk.thread.send('text')]);
    expect(b.net.count('POST', POST)).toBe(1);
    expect(b.desk.thread.state.messages.filter((m) => m.text === 'Bin da')).toHaveLength(1);
    expect(b.desk.drafts.get('c-1', 'text').text).toBe('');
  });

  it('repeats a failed attempt with the same id, and the server stores it once', async () => {
    let fail = true;
    b.net.control.after = (s) => {
      if (s.method === 'POST' && fail) {
        fail = false;
        throw new TypeError('the line broke after the server had it');
      }
    };
    b.net.control.hook = (s) => (s.method === 'GET' && s.path === POST && !fail && b.net.count('POST', POST) === 1 ? json(503, { code: 'unavailable' }) : undefined);
    b.desk.drafts.edit('c-1', 'text', 'Bin da');
    expect(await b.desk.thread.send('text')).toBe(false);
    expect(b.desk.drafts.get('c-1', 'text').text).toBe('Bin da');
    b.net.control.hook = undefined;
    expect(await b.desk.thread.send('text')).toBe(true);
    const posts = b.net.seen.filter((s) => s.method === 'POST' && s.path === POST);
    expect(posts).toHaveLength(2);
    expect(posts[1]!.body.client_id).toBe(posts[0]!.body.client_id);
    expect(b.state.conversations[0].messages.filter((m: { text: string }) => m.text === 'Bin da')).toHaveLength(1);
  });

  it('sees by itself that a message arrived although the answer was lost', async () => {
    b.net.control.after = (s) => {
      if (s.method === 'POST') throw new TypeError('lost');
    };
    b.desk.drafts.edit('c-1', 'text', 'Bin da');
    await b.desk.thread.send('text');
    expect(b.desk.drafts.get('c-1', 'text').text).toBe('');
    expect(b.desk.thread.state.banner).toBeNull();
  });

  it('keeps the draft and shows a banner when the conversation was taken (F2)', async () => {
    b.desk.drafts.edit('c-1', 'text', 'Bin da');
    b.state.conversations[0].conversation.agent_id = 'u-2';
    await b.desk.thread.send('text');
    expect(b.desk.thread.state.banner?.kind).toBe('conflict');
    expect(b.desk.drafts.get('c-1', 'text').text).toBe('Bin da');
    await until(() => !b.desk.thread.mine.value);
  });

  it('gives the draft a new id when the old one belongs to another text', async () => {
    b.desk.drafts.edit('c-1', 'text', 'first');
    const { clientId } = b.desk.drafts.get('c-1', 'text');
    b.state.conversations[0].messages.push({ seq: 10, id: 'x', kind: 'text', author: 'agent', text: 'earlier', client_id: clientId, at: new Date().toISOString() });
    await b.desk.thread.send('text');
    const draft = b.desk.drafts.get('c-1', 'text');
    expect(draft.text).toBe('first');
    expect(draft.clientId).not.toBe(clientId);
  });

  it('asks before the first reply after a note (F6)', async () => {
    const { thread, drafts } = b.desk;
    expect(thread.mustConfirm('text')).toBe(false);
    drafts.edit('c-1', 'note', 'careful');
    await thread.send('note');
    expect(b.net.seen.find((s) => s.method === 'POST')?.body.kind).toBe('note');
    expect(thread.mustConfirm('text')).toBe(true);
    expect(thread.mustConfirm('note')).toBe(false);
    drafts.edit('c-1', 'text', 'hello');
    await thread.send('text');
    expect(thread.mustConfirm('text')).toBe(false);
  });
});

describe('hints', () => {
  it('read the list once for a burst', async () => {
    const before = b.net.count('GET', 'conversations');
    for (let seq = 1; seq <= 20; seq++) b.sockets.at(-1)!.say({ type: 'changed', kind: 'log', conversation: 'c-2', seq });
    await until(() => b.net.count('GET', 'conversations') > before);
    await new Promise((done) => setTimeout(done, 250));
    expect(b.net.count('GET', 'conversations')).toBe(before + 1);
  });

  it('bring new messages of the open conversation, without gaps or doubles', async () => {
    await b.desk.thread.open('c-1');
    const push = (seq: number, text: string) => b.state.conversations[0].messages.push({ id: `n-${seq}`, conversation: 'c-1', seq, kind: 'text', author: 'shopper', text, at: new Date().toISOString() });
    push(10, 'eins');
    push(11, 'zwei');
    b.sockets.at(-1)!.say({ type: 'changed', kind: 'log', conversation: 'c-1', seq: 11 });
    b.sockets.at(-1)!.say({ type: 'changed', kind: 'log', conversation: 'c-1', seq: 10 });
    await until(() => b.desk.thread.lastSeq.value === 11);
    await new Promise((done) => setTimeout(done, 200));
    expect(b.desk.thread.state.messages.map((m) => m.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('without a seq bring what has changed of messages that are there', async () => {
    await b.desk.thread.open('c-1');
    b.state.conversations[0].messages[3].delivery = 'failed';
    b.sockets.at(-1)!.say({ type: 'changed', kind: 'log', conversation: 'c-1' });
    await until(() => b.desk.thread.state.messages[3]?.delivery === 'failed');
  });

  it('about what is known already ask for nothing', async () => {
    await b.desk.thread.open('c-1');
    const before = b.net.count('GET', POST);
    b.sockets.at(-1)!.say({ type: 'changed', kind: 'log', conversation: 'c-1', seq: 9 });
    await new Promise((done) => setTimeout(done, 50));
    expect(b.net.count('GET', POST)).toBe(before);
  });

  it('show who types and who looks, not oneself', async () => {
    await b.desk.thread.open('c-1');
    const socket = b.sockets.at(-1)!;
    expect(socket.sent.some((f) => f.includes('"watch"') && f.includes('c-1'))).toBe(true);
    socket.say({ type: 'typing', conversation: 'c-1', author: 'shopper', on: true });
    socket.say({ type: 'viewers', conversation: 'c-1', viewers: [{ id: 'u-1', name: 'Li Wei' }, { id: 'u-3', name: 'Marta' }] });
    expect(b.desk.thread.state.typing?.author).toBe('shopper');
    expect(b.desk.thread.state.viewers.map((v) => v.name)).toEqual(['Marta']);
    socket.say({ type: 'typing', conversation: 'c-2', author: 'shopper', on: false });
    expect(b.desk.thread.state.typing).not.toBeNull();
  });
});

describe('after a time without a line (F9)', () => {
  it('is stale until everything shown was read again', async () => {
    await b.desk.thread.open('c-1');
    b.state.conversations[0].messages.push({ id: 'n', conversation: 'c-1', seq: 10, kind: 'text', author: 'shopper', text: 'noch da?', at: new Date().toISOString() });
    b.net.control.hook = (s) => (s.path === 'agents' ? json(503, { code: 'unavailable' }) : undefined);
    b.desk.live.wake();
    expect(b.desk.line.stale).toBe(true);
    await until(() => b.desk.thread.lastSeq.value === 10);
    expect(b.desk.line.stale).toBe(true);
    b.net.control.hook = undefined;
    await until(() => !b.desk.line.stale);
  });
});

describe('the list', () => {
  it('moves with j and k', async () => {
    await b.desk.inbox.show('all');
    const ids = b.desk.inbox.state.items.map((i) => i.conversation.id);
    expect(b.desk.inbox.neighbour(undefined, 1)).toBe(ids[0]);
    expect(b.desk.inbox.neighbour(ids[0], 1)).toBe(ids[1]);
    expect(b.desk.inbox.neighbour(ids[0], -1)).toBeUndefined();
  });

  it('shows a conversation as read once it was opened, until more comes', async () => {
    await b.desk.inbox.show('mine');
    expect(b.desk.inbox.state.items[0]?.unread).toBe(true);
    b.desk.inbox.markRead('c-1', 9);
    expect(b.desk.inbox.state.items[0]?.unread).toBe(false);
    await b.desk.inbox.refresh();
    expect(b.desk.inbox.state.items[0]?.unread).toBe(false);
    b.state.conversations[0].conversation.last_seq = 10;
    await b.desk.inbox.refresh();
    expect(b.desk.inbox.state.items[0]?.unread).toBe(true);
  });

  it('shows the waiting in the order in which they are served', async () => {
    const [, waiting] = b.state.conversations;
    const more = (id: string, priority: number, queued_at: string) => {
      const c = structuredClone(waiting);
      Object.assign(c.conversation, { id });
      Object.assign(c.case, { id: `k-${id}`, priority, queued_at });
      b.state.conversations.push(c);
    };
    more('late', 74, '2020-01-01T00:00:00Z');
    more('vip', 90, new Date().toISOString());
    await b.desk.inbox.show('waiting');
    expect(b.desk.inbox.state.items.map((i) => i.conversation.id)).toEqual(['vip', 'late', 'c-2']);
  });

  it('follows the server when it calls the agent away', async () => {
    expect(b.desk.session.state.user?.availability).toBe('online');
    b.desk.agents.state.items = [{ id: 'u-1', name: 'Li Wei', capacity: 4, load: 0, availability: 'away' }];
    await until(() => b.desk.session.state.user?.availability === 'away');
  });

  it.each([
    ['', true],
    ['a', false],
    ['ab', true],
    ['运', true],
    ['%', false],
  ])('search for %j is sent: %s (F8)', (q, want) => expect(searchable(q)).toBe(want));
});

describe('offers', () => {
  it('are shown once, accepted once, and dropped when they are over', async () => {
    vi.useFakeTimers();
    const { offers } = b.desk;
    const offered = { id: 'k-2', conversation_id: 'c-2', state: 'offered', reason: 'customer_request', priority: 50 };
    const until20 = new Date(Date.now() + 20_000).toISOString();
    offers.add(offered, until20);
    offers.add(offered, until20);
    expect(offers.list).toHaveLength(1);
    vi.advanceTimersByTime(21_000);
    expect(offers.list).toHaveLength(0);
    vi.useRealTimers();
    offers.add(offered, new Date(Date.now() + 20_000).toISOString());
    const [first, second] = await Promise.all([offers.accept(offers.list[0]!), offers.accept(offers.list[0]!)]);
    expect([first, second]).toEqual(['c-2', '']);
    expect(b.net.count('POST', 'handoffs/k-2/accept')).toBe(1);
  });
});
