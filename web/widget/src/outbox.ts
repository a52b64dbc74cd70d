import type { ClientFrame, QuickReply } from '../../shared/wire';
import type { Store } from './storage';

/** One thing the shopper said that the server has not acknowledged. */
export interface Pending {
  client_id: string;
  text: string;
  payload?: string;
  lang?: string;
  /** Pressed "talk to a person" instead of writing. */
  human?: boolean;
  /** Milliseconds since 1970. */
  at: number;
  state: 'waiting' | 'sent' | 'failed';
  /** What the server said against it. */
  error?: string;
}

const KEY = 'outbox';
// A shopper who was away longer gets the text back as failed, not sent behind their back.
const STALE_MS = 24 * 60 * 60 * 1000;
const MOST = 50;

/**
 * What was said and not acknowledged, kept in first-party storage so that a
 * reload or a dead network loses nothing. The client_id makes sending again
 * harmless: the server stores each id once.
 */
export class Outbox {
  items: Pending[];
  private readonly known: Set<string>;

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {
    this.items = this.read().map((item) =>
      item.state === 'failed' || now() - item.at < STALE_MS ? item : { ...item, state: 'failed' as const },
    );
    this.known = new Set(this.items.map((item) => item.client_id));
  }

  /** Takes item in; false when its id is already here (Enter pressed twice). */
  add(item: Omit<Pending, 'at' | 'state'>): boolean {
    if (this.items.some((have) => have.client_id === item.client_id)) return false;
    this.items = [...this.items, { ...item, at: this.now(), state: 'waiting' as const }].slice(-MOST);
    this.known.add(item.client_id);
    this.write();
    return true;
  }

  /** The server has it: it need not survive a reload, but is shown until its message comes. */
  acknowledge(id: string): void {
    this.change(id, (item) => ({ ...item, state: 'sent', error: undefined }));
  }

  fail(id: string, error: string): void {
    this.change(id, (item) => ({ ...item, state: 'failed', error }));
  }

  retry(id: string): void {
    this.change(id, (item) => ({ ...item, state: 'waiting', error: undefined, at: this.now() }));
  }

  /** Forgets it: its message is in the log, or the shopper removed it. */
  remove(id: string): boolean {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.client_id !== id);
    if (this.items.length === before) return false;
    this.write();
    return true;
  }

  clear(): void {
    this.items = [];
    this.write();
  }

  waiting(): Pending[] {
    return this.items.filter((item) => item.state === 'waiting');
  }

  /** Another tab wrote: what it delivered is done here too. */
  merge(): void {
    const kept = new Set(this.read().map((item) => item.client_id));
    this.items = this.items.filter((item) => item.state === 'sent' || kept.has(item.client_id));
  }

  private change(id: string, edit: (item: Pending) => Pending): void {
    this.items = this.items.map((item) => (item.client_id === id ? edit(item) : item));
    this.write();
  }

  private read(): Pending[] {
    const raw = this.store.get<unknown>(KEY);
    if (!Array.isArray(raw)) return [];
    return raw.filter((item) => item && typeof item.client_id === 'string' && typeof item.text === 'string');
  }

  // Items of other tabs stay: only what this page knows is replaced.
  private write(): void {
    const others = this.read().filter((item) => !this.known.has(item.client_id));
    this.store.set(KEY, [...others, ...this.items.filter((item) => item.state !== 'sent')]);
  }
}

/** The frame that carries item. */
export function frameOf(item: Pending): ClientFrame {
  if (item.human) return { type: 'human', client_id: item.client_id };
  const frame: ClientFrame = { type: 'send', client_id: item.client_id, text: item.text };
  if (item.payload) frame.payload = item.payload;
  if (item.lang) frame.lang = item.lang;
  return frame;
}

/** What pressing a quick reply says. */
export function replyOf(reply: QuickReply): { text: string; payload?: string } {
  return reply.payload ? { text: reply.title, payload: reply.payload } : { text: reply.title };
}
