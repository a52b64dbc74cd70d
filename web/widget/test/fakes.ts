import { vi } from 'vitest';
import type { ClientFrame, Message, ServerFrame, Session, View } from '../../shared/wire';
import { Client, type Setup } from '../src/client';
import type { Browser } from '../src/net/transport';
import { Store } from '../src/storage';

/** A socket that a test drives from the server's side. */
export class FakeSocket {
  readyState = 0;
  sent: ClientFrame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  give(...frames: ServerFrame[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  /** What was sent of one type. */
  of<T extends ClientFrame['type']>(type: T): Extract<ClientFrame, { type: T }>[] {
    return this.sent.filter((frame) => frame.type === type) as Extract<ClientFrame, { type: T }>[];
  }
}

/** An event stream that a test drives. */
export class FakeEvents {
  closed = false;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {}

  close(): void {
    this.closed = true;
  }
  give(...frames: ServerFrame[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** A first-party storage in memory. */
export class FakeStorage {
  readonly map = new Map<string, string>();
  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.map.set(key, value);
  }
  removeItem(key: string): void {
    this.map.delete(key);
  }
}

export const session: Session = {
  token: 'T1',
  visitor: 'v1',
  conversation: null,
  site: { name: 'Tarnfell', disclosure: true },
  lang: 'en',
  greeting: { text: 'Hello there', quick_replies: [{ title: 'Where is my order?', payload: 'order_status' }] },
  limits: { text_runes: 4000, text_bytes: 16384, name_runes: 64 },
};

/** A message of the log, from the bot unless told. */
export function message(seq: number, rest: Partial<Message> = {}): Message {
  return { id: `m${seq}`, conversation: 'c1', seq, author: 'bot', kind: 'text', text: `text ${seq}`, at: '2026-03-02T10:00:00Z', ...rest };
}

export function view(lastSeq: number, rest: Partial<View> = {}): View {
  return { id: 'c1', owner: 'bot', status: 'bot_active', agent: null, queue: null, rating: 0, last_seq: lastSeq, ...rest };
}

/** One request to the fake desk: the path and what was posted. */
export interface Posted {
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

/** A client between fakes, with everything a test wants to look at. */
export class World {
  sockets: FakeSocket[] = [];
  streams: FakeEvents[] = [];
  posted: Posted[] = [];
  isOnline = true;
  storage: FakeStorage;
  emit = vi.fn<Setup['emit']>();
  /** Answers a POST; replaced by tests that want something else. */
  answer: (request: Posted) => { status: number; body: unknown } = () => ({ status: 200, body: session });
  readonly client: Client;
  private ids = 0;

  constructor(storage = new FakeStorage(), change: Partial<Setup> = {}) {
    this.storage = storage;
    const world = this;
    const browser: Browser = {
      fetch: (async (url: string, init: RequestInit) => {
        const request = { path: new URL(url).pathname, body: JSON.parse(String(init.body)), headers: init.headers as Record<string, string> };
        world.posted.push(request);
        const { status, body } = world.answer(request);
        if (status === 0) throw new TypeError('network');
        return new Response(JSON.stringify(body), { status });
      }) as typeof fetch,
      WebSocket: class extends FakeSocket {
        constructor(url: string) {
          super(url);
          world.sockets.push(this);
        }
      } as unknown as typeof WebSocket,
      EventSource: class extends FakeEvents {
        constructor(url: string) {
          super(url);
          world.streams.push(this);
        }
      } as unknown as typeof EventSource,
      now: () => Date.now(),
      random: () => 1,
      online: () => world.isOnline,
    };
    this.client = new Client({
      browser,
      store: new Store('fd:', storage as unknown as Storage),
      base: 'https://desk.example/',
      site: 'pk_demo',
      locale: 'en',
      newId: () => `id${++this.ids}`,
      emit: this.emit,
      ...change,
    });
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }
  get stream(): FakeEvents {
    return this.streams.at(-1)!;
  }
  get texts(): string[] {
    return this.client.state.messages.map((entry) => entry.text);
  }

  /** Lets promises and due timers run. */
  async settle(ms = 0): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Opens session and socket and is welcomed. */
  async connect(welcome: View | null = null): Promise<FakeSocket> {
    this.client.start();
    await this.settle();
    this.socket.accept();
    this.socket.give({ type: 'welcome', v: 1, conversation: welcome });
    await this.settle();
    return this.socket;
  }
}
