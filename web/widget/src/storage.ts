/** First-party storage under one prefix. Where the browser refuses it (private
 * mode, blocked by policy) a map stands in, so that a conversation lives at
 * least as long as its page. */
export class Store {
  private readonly memory = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private readonly backing: Storage | null,
  ) {}

  get<T>(key: string): T | null {
    const raw = this.raw(key);
    if (raw === null) return null;
    try {
      return JSON.parse(raw) as T;
    } catch {
      return null;
    }
  }

  set(key: string, value: unknown): void {
    const raw = JSON.stringify(value);
    try {
      if (this.backing) return this.backing.setItem(this.prefix + key, raw);
    } catch {
      // Full or forbidden: keep it for this page.
    }
    this.memory.set(key, raw);
  }

  remove(key: string): void {
    this.memory.delete(key);
    try {
      this.backing?.removeItem(this.prefix + key);
    } catch {
      // Nothing was kept there.
    }
  }

  /** Whether a `storage` event of another tab is about key. */
  owns(event: StorageEvent, key: string): boolean {
    return event.key === this.prefix + key;
  }

  private raw(key: string): string | null {
    const kept = this.memory.get(key);
    if (kept !== undefined) return kept;
    try {
      return this.backing?.getItem(this.prefix + key) ?? null;
    } catch {
      return null;
    }
  }
}

/** The browser's storage of that kind, or null where even looking is refused. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
