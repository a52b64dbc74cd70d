import type { Client } from './client';
import { load, type Words } from './i18n';
import type { Store } from './storage';

/** What the shopper is writing; its id is made at the first keystroke, so that
 * sending it twice is sending it once. */
export interface Draft {
  id: string;
  text: string;
}

/** What the host page may listen to. */
export type EventName = 'ready' | 'open' | 'close' | 'message' | 'unread';

/** The panel around the conversation: open or not, in which language, with which draft. */
export class Shell {
  open = false;
  draft: Draft;
  /** Rises when the page fills the draft in, so that the input shows it. */
  prefilled = 0;
  private readonly listeners = new Set<() => void>();
  private readonly handlers = new Map<string, Set<(detail: unknown) => void>>();

  constructor(
    public words: Words,
    readonly client: Client,
    private readonly local: Store,
    private readonly session: Store,
    private readonly newId: () => string,
  ) {
    this.draft = session.get<Draft>('draft') ?? { id: '', text: '' };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  toggle(open: boolean): void {
    if (open === this.open) return;
    this.open = open;
    if (open) {
      this.session.set('open', 1);
      this.client.start();
    } else this.session.remove('open');
    this.client.watch(open);
    this.emit(open ? 'open' : 'close', null);
    this.changed();
  }

  /** Keeps what is being written. */
  write(text: string): void {
    this.draft = { id: text ? this.draft.id || this.newId() : '', text };
    this.session.set('draft', this.draft);
  }

  prefill(text: string): void {
    this.write(text);
    this.prefilled++;
    this.changed();
  }

  /** Speaks the language of tag from now on; chosen by the shopper it is remembered. */
  async speak(tag: string, chosen: boolean): Promise<void> {
    this.words = await load(tag);
    if (chosen) this.local.set('locale', tag);
    this.client.speak(tag);
    this.changed();
  }

  on(event: string, handler: (detail: unknown) => void): void {
    const set = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, set.add(handler));
  }

  /** Tells the host page; what its handler throws is its own. */
  emit(event: EventName, detail: unknown): void {
    for (const handler of this.handlers.get(event) ?? []) {
      try {
        handler(detail);
      } catch (error) {
        console.error(error);
      }
    }
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
