import { reactive } from 'vue';
import type { Http } from '../api/http';
import { soon, trailing } from '../lib/trailing';
import type { ConversationList, ListItem, ViewName } from '../wire';

const PAGE = 50;
const MOST = 200; // the server's largest page

/** Whether a search text is worth sending: two letters, or one of a script that writes words in one. */
export function searchable(q: string): boolean {
  const text = q.trim();
  return !text || [...text].length >= 2 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(text);
}

/** The order in which the queue is served: priority, then waiting time. */
function byUrgency(a: ListItem, b: ListItem): number {
  const since = (i: ListItem) => Date.parse(i.case?.queued_at ?? i.conversation.waiting_since ?? '') || Infinity;
  return (b.case?.priority ?? 0) - (a.case?.priority ?? 0) || since(a) - since(b);
}

/** The conversation list: one view at a time, kept current by hints. */
export function createInbox(http: () => Http) {
  const state = reactive({
    view: 'mine' as ViewName,
    q: '',
    items: [] as ListItem[],
    next: null as string | null,
    counts: { mine: 0, waiting: 0, all: 0 } as Record<ViewName, number>,
    loading: true,
    more: false,
    error: null as unknown,
  });
  // A conversation that was opened here is read up to this seq, whatever the
  // list says until the server has heard of it.
  const read = new Map<string, number>();

  function query(limit: number, after?: string) {
    const q = searchable(state.q) ? state.q.trim().slice(0, 200) : '';
    return http().get<ConversationList>('/v1/conversations', { view: state.view, q, limit, after });
  }

  function seen(item: ListItem): ListItem {
    return (read.get(item.conversation.id) ?? 0) >= item.conversation.last_seq ? { ...item, unread: false } : item;
  }

  function ordered(items: ListItem[]): ListItem[] {
    return state.view === 'waiting' ? [...items].sort(byUrgency) : items;
  }

  const refresh = trailing(async () => {
    const { view, q } = state;
    try {
      const list = await query(Math.min(MOST, Math.max(PAGE, state.items.length)));
      if (view !== state.view || q !== state.q) return;
      state.items = ordered((list.items ?? []).map(seen));
      state.next = list.next ?? null;
      Object.assign(state.counts, list.counts);
      state.error = null;
    } catch (e) {
      if (view === state.view) state.error = e;
      throw e;
    } finally {
      if (view === state.view && q === state.q) state.loading = false;
    }
  });
  const hinted = soon(() => void refresh().catch(() => undefined), 150);

  async function show(view: ViewName, q = state.q): Promise<void> {
    if (view === state.view && q === state.q && !state.loading && !state.error) return;
    Object.assign(state, { view, q, items: [], next: null, loading: true, error: null });
    await refresh().catch(() => undefined);
  }

  async function more(): Promise<void> {
    if (!state.next || state.more) return;
    const { view, q, next } = state;
    state.more = true;
    try {
      const list = await query(PAGE, next!);
      if (view !== state.view || q !== state.q) return;
      const have = new Set(state.items.map((i) => i.conversation.id));
      state.items = ordered([...state.items, ...(list.items ?? []).map(seen).filter((i) => !have.has(i.conversation.id))]);
      state.next = list.next ?? null;
    } finally {
      state.more = false;
    }
  }

  return {
    state,
    show,
    more,
    refresh,
    hinted,
    markRead(conversation: string, seq: number): void {
      read.set(conversation, Math.max(seq, read.get(conversation) ?? 0));
      state.items = state.items.map((i) => (i.conversation.id === conversation ? seen(i) : i));
    },
    /** The conversation `step` rows from the given one, for j and k. */
    neighbour(conversation: string | undefined, step: 1 | -1): string | undefined {
      const at = state.items.findIndex((i) => i.conversation.id === conversation);
      const to = at < 0 ? (step > 0 ? 0 : state.items.length - 1) : at + step;
      return state.items[to]?.conversation.id;
    },
  };
}

export type Inbox = ReturnType<typeof createInbox>;
