import { reactive, type UnwrapNestedRefs } from 'vue';
import { soon } from './trailing';

/** A page of a long list, as the server gives it. */
export interface Page<T> {
  items: T[] | null;
  next?: string | null;
  total?: number;
}

interface State<T> {
  items: T[];
  next: string | null;
  total: number;
  loading: boolean;
  more: boolean;
  error: unknown;
}

/**
 * A long list that is read page by page. An answer that comes after a newer
 * question is dropped; where another page fails, what is there stays, and `fail`
 * is told.
 */
export function usePaged<T extends object, P extends Page<T> = Page<T>>(read: (after?: string) => Promise<P>, fail: (e: unknown) => void, took: (page: P) => void = () => undefined) {
  const state = reactive({ items: [], next: null, total: 0, loading: true, more: false, error: null } as State<T>);
  let run = 0;

  async function load(after?: string): Promise<void> {
    const mine = ++run;
    state.more = !!after;
    try {
      const page = await read(after);
      if (mine !== run) return;
      const items = (page.items ?? []) as UnwrapNestedRefs<State<T>>['items'];
      state.items = after ? [...state.items, ...items] : items;
      state.next = page.next ?? null;
      state.total = page.total ?? state.items.length;
      state.error = null;
      took(page);
    } catch (e) {
      if (mine !== run) return;
      if (after) fail(e);
      else state.error = e;
    } finally {
      if (mine === run) state.loading = state.more = false;
    }
  }

  return {
    state,
    load: () => load(),
    more: () => load(state.next ?? undefined),
    /** Reads from the start, once for a burst of calls: for what is typed. */
    find: soon(() => void load(), 200),
  };
}
