import { computed, reactive } from 'vue';
import { ApiError, isUnknownOutcome, type Http } from '../api/http';
import { soon, trailing } from '../lib/trailing';
import type { ConversationDetail, Message, OutcomeCode, Turn, Viewer } from '../wire';
import type { Drafts, Mode } from './drafts';

const HISTORY = 200;
const TYPING_LASTS = 6_000;

export interface Banner {
  kind: 'conflict' | 'error';
  error: unknown;
}

export interface Closing {
  outcome: OutcomeCode;
  note?: string;
  promise?: string;
  due?: string;
}

/** The open conversation: its log without gaps or doubles, and everything an agent does to it. */
export function createThread(http: () => Http, drafts: Drafts, me: () => string) {
  const state = reactive({
    id: '',
    loading: false,
    error: null as unknown,
    detail: null as ConversationDetail | null,
    messages: [] as Message[],
    viewers: [] as Viewer[],
    typing: null as { author: string; name: string } | null,
    banner: null as Banner | null,
    busy: false,
    sending: new Set<string>(),
    lastSent: {} as Record<string, Mode>,
    turns: null as Turn[] | null,
    turnsError: null as unknown,
    earlier: false,
  });
  let typingEnds: ReturnType<typeof setTimeout> | undefined;

  const conversation = computed(() => state.detail?.conversation ?? null);
  const lastSeq = computed(() => state.messages[state.messages.length - 1]?.seq ?? 0);
  const mine = computed(() => conversation.value?.owner === 'human' && conversation.value.agent_id === me());

  function path(rest = ''): string {
    return `/v1/conversations/${encodeURIComponent(state.id)}${rest}`;
  }

  /** Adds messages in order of seq; one that is there already is replaced. */
  function merge(more: Message[] | null | undefined): void {
    if (!more?.length) return;
    const bySeq = new Map(state.messages.map((m) => [m.seq, m]));
    for (const m of more) bySeq.set(m.seq, m);
    state.messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  const reload = trailing(async () => {
    const id = state.id;
    if (!id) return;
    try {
      const detail = await http().get<ConversationDetail>(path());
      if (id !== state.id) return;
      // More than one page behind: what lies between is not known, so start anew.
      const first = detail.messages?.[0]?.seq ?? 0;
      if (lastSeq.value && first > lastSeq.value + 1) state.messages = [];
      state.detail = detail;
      state.viewers = others(detail.viewers);
      merge(detail.messages);
      state.error = null;
    } catch (e) {
      if (id === state.id) state.error = e;
      throw e;
    } finally {
      if (id === state.id) state.loading = false;
    }
  });

  const catchUp = trailing(async () => {
    const id = state.id;
    if (!id || !state.detail) return;
    const page = await http().get<{ messages: Message[] | null; last_seq: number }>(path('/messages'), { after: lastSeq.value });
    if (id !== state.id) return;
    merge(page.messages);
    if (state.turns) void loadTurns();
  });
  const reloadSoon = soon(() => void reload().catch(() => undefined), 100);

  function others(viewers: Viewer[] | null | undefined): Viewer[] {
    return (viewers ?? []).filter((v) => v.id !== me());
  }

  async function open(id: string): Promise<void> {
    if (id === state.id && state.detail) return;
    Object.assign(state, {
      id, loading: !!id, error: null, detail: null, messages: [], viewers: [], typing: null, banner: null, turns: null, turnsError: null,
    });
    if (id) await reload().catch(() => undefined);
  }

  async function loadTurns(): Promise<void> {
    const id = state.id;
    try {
      const got = await http().get<{ items: Turn[] | null }>(path('/turns'));
      if (id !== state.id) return;
      state.turns = got.items ?? [];
      state.turnsError = null;
    } catch (e) {
      if (id === state.id) state.turnsError = e;
    }
  }

  async function loadEarlier(): Promise<void> {
    const first = state.messages[0]?.seq ?? 0;
    if (first <= 1 || state.earlier) return;
    const id = state.id;
    state.earlier = true;
    try {
      const page = await http().get<{ messages: Message[] | null }>(path('/messages'), { after: Math.max(0, first - 1 - HISTORY), limit: HISTORY });
      if (id === state.id) merge(page.messages);
    } finally {
      state.earlier = false;
    }
  }

  /** Reads earlier messages until the log begins at or before seq. */
  async function reach(seq: number): Promise<void> {
    const id = state.id;
    for (let first = state.messages[0]?.seq ?? 0; first > Math.max(1, seq); ) {
      await loadEarlier();
      const now = state.messages[0]?.seq ?? 0;
      if (id !== state.id || now >= first) return;
      first = now;
    }
  }

  /** True when the log holds the message, whatever became of the answer. */
  async function arrived(clientId: string): Promise<boolean> {
    await catchUp();
    return state.messages.some((m) => m.client_id === clientId);
  }

  function settled(id: string, mode: Mode, clientId: string): void {
    drafts.sent(id, mode, clientId);
    state.lastSent[id] = mode;
    if (state.id === id) state.banner = null;
  }

  async function refused(id: string, mode: Mode, clientId: string, error: unknown): Promise<void> {
    const code = error instanceof ApiError ? error.code : '';
    const used = code === 'idempotency_conflict';
    if ((used || isUnknownOutcome(error)) && state.id === id && (await arrived(clientId).catch(() => false))) {
      if (!used) return settled(id, mode, clientId);
    }
    if (used) drafts.renew(id, mode); // the old id belongs to another text
    if (state.id !== id) return;
    state.banner = { kind: error instanceof ApiError && error.status === 409 ? 'conflict' : 'error', error };
    if (code === 'not_owner' || code === 'not_found' || code === 'illegal_transition') reloadSoon();
  }

  /**
   * Sends the draft of the open conversation. While one attempt is under way
   * another call does nothing; a repeated attempt carries the same client id.
   */
  async function send(mode: Mode): Promise<boolean> {
    const id = state.id;
    const draft = drafts.get(id, mode);
    const { clientId } = draft;
    const text = draft.text.trim();
    if (!text || !clientId || state.sending.has(clientId)) return false;
    state.sending.add(clientId);
    try {
      await http().send('POST', path('/messages'), { client_id: clientId, text, kind: mode });
      settled(id, mode, clientId);
      if (state.id === id) await catchUp().catch(() => undefined);
      return true;
    } catch (e) {
      await refused(id, mode, clientId, e);
      return false;
    } finally {
      state.sending.delete(clientId);
    }
  }

  /** One write at a time; a refusal becomes the banner and false. */
  async function act(rest: string, body?: unknown): Promise<boolean> {
    const id = state.id;
    if (!id || state.busy) return false;
    state.busy = true;
    try {
      await http().send('POST', path(rest), body);
      if (state.id === id) {
        state.banner = null;
        await reload().catch(() => undefined);
      }
      return true;
    } catch (e) {
      if (state.id === id) {
        state.banner = { kind: e instanceof ApiError && e.status === 409 ? 'conflict' : 'error', error: e };
        reloadSoon();
      }
      return false;
    } finally {
      state.busy = false;
    }
  }

  return {
    state,
    conversation,
    lastSeq,
    mine,
    open,
    reload,
    catchUp,
    loadTurns,
    loadEarlier,
    reach,
    send,
    takeover: () => act('/takeover'),
    transfer: (to: { agent?: string; skill?: string; note?: string }) => act('/transfer', to),
    resolve: (closing: Closing) => act('/resolve', closing),
    handBack: (outcome: OutcomeCode, note?: string) => act('/return', note ? { outcome, note } : { outcome }),
    /** A reply after a private note asks first: the usual way in which notes leak. */
    mustConfirm: (mode: Mode) => mode === 'text' && state.lastSent[state.id] === 'note',
    turnOf: (seq: number) => state.turns?.find((turn) => turn.from_seq <= seq && seq <= turn.to_seq) ?? null,
    /** The server answers again: what said that it did not is out of date. */
    reached(): void {
      if (state.banner && isUnknownOutcome(state.banner.error)) state.banner = null;
    },
    /** A hint that something changed here. */
    hinted(kind: string, seq?: number): void {
      if (kind === 'log' && seq && seq <= lastSeq.value) return;
      if (kind === 'log') void catchUp().catch(() => undefined);
      reloadSoon();
    },
    setViewers(viewers: Viewer[] | null): void {
      state.viewers = others(viewers);
    },
    setTyping(author: string, name: string, on: boolean): void {
      clearTimeout(typingEnds);
      state.typing = on ? { author, name } : null;
      if (on) typingEnds = setTimeout(() => (state.typing = null), TYPING_LASTS);
    },
  };
}

export type Thread = ReturnType<typeof createThread>;
