import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { load } from '../src/i18n';
import { Shell } from '../src/shell';
import { Store } from '../src/storage';
import { App } from '../src/ui/App';
import { FakeStorage, message, session, view, World, type FakeSocket } from './fakes';

let world: World;
let shell: Shell;
let box: HTMLElement;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
  world = new World();
  await start('en');
});
afterEach(() => {
  render(null, box);
  box.remove();
  vi.useRealTimers();
});

async function start(tag: string): Promise<void> {
  if (box?.isConnected) {
    render(null, box);
    box.remove();
  }
  let ids = 0;
  const store = new Store('fd:', new FakeStorage() as unknown as Storage);
  shell = new Shell(await load(tag), world.client, store, store, () => `d${++ids}`);
  box = document.createElement('div');
  document.documentElement.lang = tag;
  document.body.append(box);
  render(<App shell={shell} />, box);
  await frame();
}

/** Opens the panel and connects. */
async function open(welcome: Parameters<World['connect']>[0] = null): Promise<FakeSocket> {
  button('Chat with us').click();
  await frame();
  const socket = await world.connect(welcome);
  await frame();
  return socket;
}

function button(name: string): HTMLButtonElement {
  const all = [...box.querySelectorAll<HTMLButtonElement>('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  if (!found) throw new Error(`no button ${name} among ${all.map((one) => one.getAttribute('aria-label') ?? one.textContent).join(', ')}`);
  return found;
}

/** Lets Preact draw and run its effects. */
const frame = () => world.settle(50);

const input = () => box.querySelector<HTMLTextAreaElement>('.composer textarea')!;

async function type(text: string): Promise<void> {
  input().value = text;
  input().dispatchEvent(new Event('input', { bubbles: true }));
  await frame();
}

async function press(key: string, more: KeyboardEventInit = {}, at: Element = input()): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  at.dispatchEvent(event);
  await frame();
  return event;
}

test('the launcher has a name; opening focuses the input, Esc gives the focus back', async () => {
  const launcher = button('Chat with us');
  expect(launcher.getAttribute('aria-expanded')).toBe('false');
  await open();
  expect(document.activeElement).toBe(input());
  await press('Escape');
  expect(box.querySelector('.panel')).toBeNull();
  expect(document.activeElement).toBe(button('Chat with us'));
});

test('it says that it is a bot, in the header and in the first bubble', async () => {
  await open();
  expect(box.querySelector('.who')!.textContent).toContain('Automated assistant (bot)');
  expect(box.querySelector('.log article')!.textContent).toContain('You are chatting with a bot, not a person.');
  expect(box.querySelector('.log article')!.textContent).toContain('Hello there');
});

test('the disclosure is in the language of the page', async () => {
  await start('zh-CN');
  box.querySelector<HTMLButtonElement>('.launcher')!.click();
  await frame();
  expect(box.querySelector('.log article')!.textContent).toContain('不是真人');
});

test('Enter sends, Shift+Enter does not, an input method’s Enter does not', async () => {
  const socket = await open();
  await type('こんにちは');
  await press('Enter', { shiftKey: true });
  await press('Enter', { isComposing: true });
  await press('Enter', { keyCode: 229 });
  expect(socket.of('send')).toEqual([]);
  expect((await press('Enter')).defaultPrevented).toBe(true);
  expect(socket.of('send').map((frame) => frame.text)).toEqual(['こんにちは']);
  expect(input().value).toBe('');
});

test('Enter pressed twice sends once, with the id of the first keystroke', async () => {
  const socket = await open();
  await type('h');
  await type('hello');
  const enter = () => input().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  enter();
  enter();
  await frame();
  expect(socket.of('send')).toEqual([{ type: 'send', client_id: 'd1', text: 'hello' }]);
});

test.each([
  ['\u200b\u200b', 'Please write something first.'],
  ['a'.repeat(4001), 'Too long: 4,001 of 4,000 characters.'],
  ['e' + '\u0301'.repeat(30), 'This text has too many marks on one letter.'],
])('what cannot be sent is said and kept', async (text, want) => {
  const socket = await open();
  await type(text);
  await press('Enter');
  expect(socket.of('send')).toEqual([]);
  expect(box.querySelector('#fd-hint')!.textContent).toBe(want);
  expect(input().getAttribute('aria-invalid')).toBe('true');
  expect(input().value).toBe(text);
});

test('a counter appears near the limit', async () => {
  await open();
  await type('a'.repeat(3000));
  expect(box.querySelector('#fd-hint')!.textContent).toBe('');
  await type('a'.repeat(3900));
  expect(box.querySelector('#fd-hint')!.textContent).toBe('3,900 of 4,000 characters');
});

test('quick replies of the greeting are sent with their payload and are gone', async () => {
  const socket = await open();
  button('Where is my order?').click();
  await frame();
  expect(socket.of('send')).toMatchObject([{ text: 'Where is my order?', payload: 'order_status' }]);
  expect(box.querySelector('.choices')).toBeNull();
});

test('a person can be asked for as the very first thing', async () => {
  const socket = await open();
  button('Talk to a person').click();
  await frame();
  expect(socket.of('human')).toHaveLength(1);
  expect(box.querySelector('.log')!.textContent).toContain('Talk to a person');
});

test('the place in the queue, then the agent’s name', async () => {
  const socket = await open(view(1));
  socket.give({ type: 'conversation', conversation: view(1, { owner: 'queue', queue: { position: 2, wait_min_s: 60, wait_max_s: 180 } }) });
  await frame();
  expect(box.querySelector('[role=status].states')!.textContent).toContain('You are number 2 in line · about 1–3 min');
  socket.give({ type: 'conversation', conversation: view(1, { owner: 'human', agent: { name: 'Li' } }) });
  await frame();
  expect(box.querySelector('.who')!.textContent).toContain('Li from our team');
  expect(box.querySelector('.queue')).toBeNull();
});

test('the log is polite, names each speaker, and is silent while history comes', async () => {
  world.answer = () => ({ status: 200, body: { ...session, conversation: 'c1' } });
  const socket = await open(view(2));
  const log = () => box.querySelector('[role=log]')!;
  expect(log().getAttribute('aria-live')).toBe('off');
  socket.give({ type: 'message', message: message(1, { author: 'shopper', text: 'mine' }) });
  socket.give({ type: 'message', message: message(2, { author: 'agent', author_name: 'Li', text: 'theirs' }) });
  await frame();
  expect(log().getAttribute('aria-live')).toBe('polite');
  const said = [...log().querySelectorAll('article')].slice(1).map((turn) => turn.querySelector('.sr')!.textContent);
  expect(said).toEqual(['You: ', 'Li: ']);
});

test('the menu changes the language, closes with Esc before the panel does', async () => {
  await open();
  button('Menu').click();
  await frame();
  const select = box.querySelector('select')!;
  expect(document.activeElement).toBe(select);
  select.value = 'es';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(box.querySelector('.who')!.textContent).toContain('Asistente automático'));
  await press('Escape', {}, select);
  expect(box.querySelector('.list')).toBeNull();
  expect(box.querySelector('.panel')).not.toBeNull();
});

test('ending asks first', async () => {
  const socket = await open(view(1));
  button('Menu').click();
  await frame();
  button('End chat').click();
  await frame();
  expect(socket.of('end')).toEqual([]);
  expect(document.activeElement).toBe(button('Keep chatting'));
  button('End chat').click();
  expect(socket.of('end')).toHaveLength(1);
});

async function atEnd(): Promise<FakeSocket> {
  const socket = await open(view(2));
  socket.give({ type: 'message', message: message(1, { author: 'shopper' }) }, { type: 'message', message: message(2, { author: 'system', kind: 'event', event: 'conversation_resolved', text: 'Resolved' }) });
  socket.give({ type: 'conversation', conversation: view(2, { owner: 'none', status: 'closed' }) });
  await frame();
  return socket;
}

test('rating is asked for once at the end', async () => {
  const socket = await atEnd();
  box.querySelectorAll<HTMLInputElement>('.stars input')[3]!.click();
  await frame();
  button('Send rating').click();
  await frame();
  expect(socket.of('rate')).toEqual([{ type: 'rate', stars: 4 }]);
  expect(box.querySelector('.rating')).toBeNull();
  expect(box.textContent).toContain('Thank you for your rating.');
});

test('rating can be skipped', async () => {
  const socket = await atEnd();
  button('Skip').click();
  await frame();
  expect(box.querySelector('.rating')).toBeNull();
  expect(socket.of('rate')).toEqual([]);
});

test('where nobody is there, an address may be left', async () => {
  const socket = await open(view(0, { owner: 'queue', status: 'async_ticket' }));
  expect(box.querySelector('.states')!.textContent).toBe('Your request is saved. We will answer here.');
  box.querySelector<HTMLInputElement>('.reach input')!.value = 'anna@example.de';
  button('Save').click();
  await frame();
  expect(socket.of('identify')).toEqual([{ type: 'identify', email: 'anna@example.de' }]);
  expect([...box.querySelectorAll('.event')].at(-1)!.textContent).toBe('Saved.');
});

test('a focus whose button is gone goes to the input', async () => {
  await open();
  button('Talk to a person').focus();
  const socket = world.socket;
  socket.give({ type: 'conversation', conversation: view(0, { owner: 'queue' }) });
  await frame();
  expect(document.activeElement).toBe(input());
});

test('markup of a shopper or an agent is text', async () => {
  const socket = await open(view(2));
  const text = '<img src=x onerror=alert(1)></script><b>x</b>';
  socket.give({ type: 'message', message: message(1, { author: 'shopper', text }) }, { type: 'message', message: message(2, { author: 'agent', author_name: '<i>Li</i>\u202e', text }) });
  await frame();
  expect(box.querySelector('.log img,.log b,.log script,.log i')).toBeNull();
  expect(box.querySelector('.log')!.textContent).toContain(text);
});

test('a broken card does not take the chat with it', async () => {
  const socket = await open(view(1));
  const blocks = [{ type: 'order', order: { number: '1', steps: 'none' } }] as never;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  socket.give({ type: 'message', message: message(1, { text: 'Your order', blocks }) });
  await frame();
  expect(box.querySelector('.log')!.textContent).toContain('Your order');
  expect(input()).not.toBeNull();
});

const order = {
  number: '10482', status: 'in_transit', status_label: 'On its way', total: '€212.80', carrier: 'DHL', tracking: 'JD01', url: 'https://track.example/JD01', eta: '2026-03-03',
  items: [{ sku: 'TF-101', title: 'Jacket', quantity: 2, price: '€189.90' }],
  steps: [{ at: '2026-03-01T08:00:00Z', label: 'Sorted', place: 'Berlin' }, { at: '2026-03-02T08:00:00Z', label: 'Out for delivery' }],
};
const product = { sku: 'TF-115', title: 'Boots', price: '€179.90', stock: 'in stock', url: 'https://shop.example/b', image: 'https://shop.example/b.jpg' };

test('cards show what they hold, the newest step first', async () => {
  const socket = await open(view(1));
  socket.give({ type: 'message', message: message(1, { blocks: [{ type: 'order', order }, { type: 'product', product }, { type: 'unheard_of' }] }) });
  await frame();
  const steps = [...box.querySelectorAll('.steps li')].map((step) => step.firstChild!.textContent);
  expect(steps).toEqual(['Out for delivery', 'Sorted']);
  expect(box.querySelector('.order')!.textContent).toContain('(track.example)');
  expect(box.querySelector('.order')!.textContent).toContain('Tue, Mar 3');
  expect(box.querySelector('.product')!.textContent).toContain('€179.90');
});

const states: Record<string, () => Promise<unknown>> = {
  closed: async () => undefined,
  greeting: () => open(),
  menu: async () => {
    await open(view(0));
    button('Menu').click();
  },
  'end asked': async () => {
    await open(view(0));
    button('Menu').click();
    await frame();
    button('End chat').click();
  },
  conversation: async () => {
    const socket = await open(view(3));
    socket.give({ type: 'message', message: message(1, { author: 'shopper' }) });
    socket.give({ type: 'message', message: message(2, { text: '- a\n- **b**\n\n[x](https://a.example)', sources: [{ title: 'Returns', url: 'https://a.example/r' }, { title: 'Delivery' }], quick_replies: [{ title: 'Yes' }] }) });
    socket.give({ type: 'typing', author: 'bot', on: true });
  },
  cards: async () => {
    const socket = await open(view(1));
    socket.give({ type: 'message', message: message(1, { blocks: [{ type: 'order', order }, { type: 'product', product }] }) });
  },
  queue: () => open(view(0, { owner: 'queue', queue: { position: 1, wait_min_s: 30, wait_max_s: 60 } })),
  ticket: () => open(view(0, { owner: 'queue', status: 'async_ticket' })),
  human: () => open(view(0, { owner: 'human', agent: { name: 'Li' } })),
  offline: async () => {
    await open();
    world.isOnline = false;
    world.socket.end(1006);
    world.client.say('k1', 'hello');
  },
  failed: async () => {
    const socket = await open();
    world.client.say('k1', 'hello');
    socket.give({ type: 'error', code: 'message_too_long', detail: 'Too long.', ref: 'k1' });
  },
  'too long': async () => {
    await open();
    await type('a'.repeat(4001));
  },
  unavailable: async () => {
    await open();
    world.socket.end(4029);
  },
  rating: async () => {
    await atEnd();
    box.querySelectorAll<HTMLInputElement>('.stars input')[2]!.click();
  },
  unread: async () => {
    const socket = await open(view(0));
    shell.toggle(false);
    socket.give({ type: 'message', message: message(1) });
  },
};

test.each(Object.keys(states))('axe finds nothing: %s', async (name) => {
  await states[name]!();
  await frame();
  vi.useRealTimers();
  const found = await axe.run(box, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Colours need a browser: the pages' own test measures them there.
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});
