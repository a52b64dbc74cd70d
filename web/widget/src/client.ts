import type { Author, ClientFrame, Message, QuickReply, ServerFrame, Session, View } from '../../shared/wire';
import { Log } from './log';
import { Link } from './net/link';
import { openSession, Refused } from './net/session';
import type { Browser, Endpoint } from './net/transport';
import { frameOf, Outbox, replyOf, type Pending } from './outbox';
import type { Store } from './storage';
import { clean, DEFAULT_LIMITS, refusal, type Limits, type Refusal } from './text';

/** What stands between the shopper and the desk, or none. */
export type Trouble = '' | 'offline' | 'reconnecting' | 'too_many' | 'unavailable';

/** Everything the page draws; replaced as a whole at every change. */
export interface State {
  session: Session | null;
  view: View | null;
  /** Messages of conversations that ended before this one, in this page's time. */
  past: Message[];
  messages: Message[];
  pending: Pending[];
  typing: Author | null;
  trouble: Trouble;
  /** The history is complete; what comes now is news. */
  ready: boolean;
  unread: number;
  /** Questions that are not asked again: the ids of rated conversations, and others by name. */
  asked: string[];
  /** A sentence of the server about something that is not a message. */
  notice: string;
}

/** What a client is made of. */
export interface Setup {
  browser: Browser;
  store: Store;
  base: string;
  site: string;
  locale: string;
  identity?: string;
  page?: string;
  newId(): string;
  /** News for the host page. */
  emit(event: 'message' | 'unread', detail: unknown): void;
}

const TYPING_SHOWN_MS = 8_000;
const TYPING_SENT_MS = 3_000;
const TROUBLE_AFTER_MS = 1_500;
const SESSION_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
const HISTORY_MS = 800;

/** Errors after which the same frame may be sent again. */
const PASSING = new Set(['rate_limited', 'internal', 'unavailable', 'too_busy']);

/**
 * The shopper's side of one conversation: session, log, outbox and connection.
 * It knows nothing of the DOM; the page subscribes and draws `state`.
 */
export class Client {
  state: State;
  /** Whether it was ever asked to connect. */
  started = false;
  private readonly log = new Log();
  private readonly outbox: Outbox;
  private readonly link: Link;
  private readonly listeners = new Set<() => void>();
  private opening: Promise<void> | null = null;
  private chosenLang: string | undefined;
  private profile: { name?: string; email?: string } | undefined;
  private readonly reopened = new Set<string>();
  private watched = false;
  private lastTyping = 0;
  private rejections = 0;
  private downs = 0;
  private tries = 0;
  private helloFor: { conversation: string | null; after: number } = { conversation: null, after: 0 };
  private troubleTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private sessionTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly setup: Setup) {
    this.outbox = new Outbox(setup.store, () => setup.browser.now());
    this.log.reset(setup.store.get<string>('conversation'));
    this.link = new Link(setup.browser, {
      endpoint: () => this.endpoint(),
      hello: () => this.hello(),
      frame: (frame) => this.received(frame),
      down: (code) => this.down(code),
    });
    this.state = {
      session: null,
      view: null,
      past: [],
      messages: [],
      pending: this.outbox.items,
      typing: null,
      trouble: '',
      ready: false,
      unread: 0,
      asked: setup.store.get<string[]>('asked') ?? [],
      notice: '',
    };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get limits(): Limits {
    const limits = this.state.session?.limits;
    return limits ? { runes: limits.text_runes, bytes: limits.text_bytes } : DEFAULT_LIMITS;
  }

  /** Whether there is something to come back for without being asked. */
  get hasHistory(): boolean {
    return this.log.conversation !== null || this.outbox.items.length > 0;
  }

  /** Connects; safe to call again. */
  start(): void {
    this.started = true;
    if (this.state.session) this.link.start();
    else this.openSoon();
  }

  stop(): void {
    clearTimeout(this.sessionTimer);
    this.link.stop();
  }

  /** The network or the page came back. */
  wake(): void {
    if (!this.started) return;
    if (!this.link.live || !this.setup.browser.online()) this.troubled();
    else this.set({ trouble: '' });
    if (this.state.session) this.link.kick();
    else this.openSoon();
  }

  /** The shopper wants it tried again after it was given up. */
  retryAll(): void {
    this.rejections = 0;
    this.set({ trouble: 'reconnecting' });
    this.start();
  }

  /** Another tab changed what is kept. */
  stored(event: StorageEvent): void {
    if (!this.setup.store.owns(event, 'outbox')) return;
    this.outbox.merge();
    this.set({ pending: this.outbox.items });
  }

  /** Says text; a refusal is returned and nothing is sent. */
  say(id: string, text: string): Refusal | null {
    const why = refusal(text, this.limits);
    if (why) return why;
    this.push({ client_id: id, text: clean(text), lang: this.chosenLang });
    return null;
  }

  choose(reply: QuickReply): void {
    this.push({ client_id: this.setup.newId(), ...replyOf(reply), lang: this.chosenLang });
  }

  /** Asks for a person; words are what the bubble shows until the server's own come. */
  askHuman(words: string): void {
    const waiting = this.outbox.items.some((item) => item.human && item.state !== 'failed');
    if (!waiting) this.push({ client_id: this.setup.newId(), text: words, human: true });
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.set({ pending: this.outbox.items });
    this.start();
    this.flush(id);
  }

  discard(id: string): void {
    this.outbox.remove(id);
    this.set({ pending: this.outbox.items });
  }

  typing(): void {
    const now = this.setup.browser.now();
    if (!this.link.live || now - this.lastTyping < TYPING_SENT_MS) return;
    this.lastTyping = now;
    this.link.send({ type: 'typing', on: true });
  }

  rate(stars: number, comment: string): void {
    const text = clean(comment);
    this.link.send(text ? { type: 'rate', stars, comment: text } : { type: 'rate', stars });
    this.skipRating();
  }

  /** Says whether an answer helped. The log keeps it; the server says it again after a reload. */
  rateAnswer(message: Message, helpful: boolean): void {
    this.link.send({ type: 'helpful', seq: message.seq, helpful });
    this.log.rated(message.seq, helpful ? 1 : -1);
    this.set({ messages: this.log.messages });
  }

  /** Does not ask for a rating of this conversation again. */
  skipRating(): void {
    if (this.state.view) this.skip(this.state.view.id);
  }

  /** Remembers that a question was answered or declined. */
  skip(question: string): void {
    const asked = [...this.state.asked, question].slice(-20);
    this.setup.store.set('asked', asked);
    this.set({ asked });
  }

  end(): void {
    this.link.send({ type: 'end' });
  }

  /** Whether the shopper looks at the log; unread messages are counted while not. */
  watch(on: boolean): void {
    this.watched = on;
    if (on && this.state.unread) {
      this.set({ unread: 0 });
      this.setup.emit('unread', 0);
    }
  }

  /** The shopper chose a language: the bot is told, and greets in it. */
  speak(locale: string): void {
    this.chosenLang = locale;
    this.setup.locale = locale;
    if (this.state.session && !this.state.messages.length) this.renew().catch(() => undefined);
  }

  /** Who the shopper is, by a token that the shop signed or by their own word. */
  identify(who: string | { name?: string; email?: string }): void {
    if (typeof who !== 'string') {
      if (this.link.live) this.link.send({ type: 'identify', ...who });
      else this.profile = who;
      return;
    }
    this.setup.identity = who;
    this.link.stop();
    this.set({ session: null });
    this.start();
  }

  clearNotice(): void {
    if (this.state.notice) this.set({ notice: '' });
  }

  private push(item: Omit<Pending, 'at' | 'state'>): void {
    if (!this.outbox.add(item)) return;
    this.set({ pending: this.outbox.items, notice: '' });
    this.start();
    this.flush(item.client_id);
  }

  /** Sends what waits (or the one named), in the order it was said. */
  private flush(only?: string): void {
    if (!this.link.live) return;
    for (const item of this.outbox.waiting()) {
      if (!only || item.client_id === only) this.link.send(frameOf(item));
    }
  }

  private openSoon(): void {
    clearTimeout(this.sessionTimer);
    this.opening ??= this.open().finally(() => (this.opening = null));
  }

  private async open(): Promise<void> {
    const hadToken = this.setup.store.get('token') !== null;
    this.troubled();
    try {
      await this.renew();
      this.tries = 0;
      this.link.start();
    } catch (error) {
      this.refused(error as Refused, hadToken);
    }
  }

  /** Asks for a session; where it stands, for a fresh look at it. */
  private async renew(): Promise<void> {
    const { browser, store, base, site, locale, identity, page } = this.setup;
    const token = store.get<string>('token') ?? undefined;
    const session = await openSession(browser, { base, site, locale, token, identity, page });
    store.set('token', session.token);
    if (session.conversation !== this.log.conversation) this.follow(session.conversation, false);
    this.set({ session, ready: this.state.ready || !session.conversation });
  }

  private refused(error: Refused, hadToken: boolean): void {
    if (error.passing) {
      const full = Math.min(SESSION_RETRY_MS * 2 ** this.tries++, LONGEST_RETRY_MS);
      const wait = full * (0.5 + this.setup.browser.random() / 2);
      this.sessionTimer = setTimeout(() => this.openSoon(), wait);
      this.troubled();
      return;
    }
    if (hadToken && error.status !== 403) {
      this.setup.store.remove('token');
      this.sessionTimer = setTimeout(() => this.openSoon());
      return;
    }
    // The owner of the page reads the cause here; the shopper sees a plain sentence.
    console.warn(`frontdesk: ${error.problem.code ?? error.status}: ${error.problem.hint ?? error.message}`);
    this.giveUp('unavailable');
  }

  private endpoint(): Endpoint {
    return { base: this.setup.base, site: this.setup.site, token: this.state.session?.token ?? '' };
  }

  private hello(): ClientFrame {
    const { conversation, cursor } = this.log;
    this.helloFor = { conversation, after: cursor };
    const frame: ClientFrame = { type: 'hello', v: 1, token: this.endpoint().token, last_seq: cursor };
    if (conversation) frame.conversation = conversation;
    return frame;
  }

  private received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.welcomed(frame.conversation);
      case 'message':
        return this.message(frame.message, frame.prev);
      case 'conversation':
        return this.viewed(frame.conversation);
      case 'typing':
        return this.shows(frame.on ? frame.author : null);
      case 'ack':
        return this.acknowledged(frame.client_id, frame.conversation);
      case 'resume':
        this.log.reset(this.log.conversation);
        this.log.welcomed(Math.max(frame.from_seq, this.state.view?.last_seq ?? 0));
        return this.set({ messages: [] });
      case 'error':
        return this.failed(frame.code, frame.detail, frame.ref);
    }
  }

  private welcomed(view: View | null): void {
    clearTimeout(this.troubleTimer);
    this.rejections = 0;
    this.downs = 0;
    const asked = this.helloFor;
    if ((view?.id ?? null) !== this.log.conversation) this.follow(view?.id ?? null, true);
    this.log.welcomed(view?.last_seq ?? 0);
    this.set({ view, trouble: '' });
    if (!view || this.log.cursor >= view.last_seq) this.set({ ready: true });
    // The last of the log may be private: what has come by then is the history.
    else setTimeout(() => this.set({ ready: true }), HISTORY_MS);
    if (this.profile) this.link.send({ type: 'identify', ...this.profile });
    this.profile = undefined;
    // What came after our cursor of another conversation is not this one's beginning.
    if (view && asked.conversation !== view.id && asked.after > 0) this.link.send(this.hello());
    else this.flush();
  }

  private message(message: Message, prev?: number): void {
    if (message.kind === 'note' || message.kind === 'draft') return;
    if (message.conversation !== this.log.conversation) this.follow(message.conversation, true);
    const verdict = this.log.add(message, prev);
    const delivered = message.client_id ? this.outbox.remove(message.client_id) : false;
    if (verdict !== 'double' || delivered) {
      this.set({ messages: this.log.messages, pending: this.outbox.items });
    }
    if (verdict === 'gap') this.link.send(this.hello());
    if (verdict !== 'double') this.news(message);
  }

  private news(message: Message): void {
    if (message.author === this.state.typing) this.shows(null);
    if (!this.state.ready) {
      if (message.seq >= (this.state.view?.last_seq ?? 0)) this.set({ ready: true });
      return;
    }
    if (message.author === 'shopper') return;
    this.setup.emit('message', { author: message.author, text: message.text, at: message.at });
    if (this.watched || message.kind === 'event') return;
    this.set({ unread: this.state.unread + 1 });
    this.setup.emit('unread', this.state.unread);
  }

  private viewed(view: View): void {
    if (view.id !== this.log.conversation) this.follow(view.id, true);
    this.set({ view });
  }

  private acknowledged(id: string, conversation: string): void {
    if (conversation && conversation !== this.log.conversation) this.follow(conversation, true);
    const come = this.log.messages.some((message) => message.client_id === id);
    if (come) this.outbox.remove(id);
    else this.outbox.acknowledge(id);
    this.set({ pending: this.outbox.items });
  }

  private failed(code: string, detail: string, ref: string | undefined): void {
    if (!ref || !this.outbox.items.some((item) => item.client_id === ref)) {
      return this.set({ notice: detail });
    }
    if (PASSING.has(code)) {
      setTimeout(() => this.flush(ref), 1_000 + this.setup.browser.random() * 2_000);
      return;
    }
    // The desk opens a new conversation for the next message: say it once more.
    if (code === 'conversation_closed' && !this.reopened.has(ref)) {
      this.reopened.add(ref);
      return this.flush(ref);
    }
    this.outbox.fail(ref, detail);
    this.set({ pending: this.outbox.items });
  }

  /** The log turns to another conversation; what was shown stays above when keep is set. */
  private follow(conversation: string | null, keep: boolean): void {
    const past = keep ? [...this.state.past, ...this.log.messages] : this.state.past;
    this.log.reset(conversation);
    if (conversation) this.setup.store.set('conversation', conversation);
    else this.setup.store.remove('conversation');
    this.set({ past, messages: [], view: null });
  }

  private shows(author: Author | null): void {
    clearTimeout(this.typingTimer);
    if (author) this.typingTimer = setTimeout(() => this.set({ typing: null }), TYPING_SHOWN_MS);
    if (author !== this.state.typing) this.set({ typing: author });
  }

  /** Says whether the link shall come back by itself. */
  private down(code: number): boolean {
    this.shows(null);
    if (code === 4029) {
      this.link.stop();
      this.giveUp('too_many');
      return false;
    }
    if (code === 4003 || code === 4010) {
      this.signedOut(code);
      return false;
    }
    this.troubled();
    // Where even events do not come, the token may be why: only a session tells.
    if (++this.downs % 5 === 0) this.renew().catch(() => undefined);
    return true;
  }

  private signedOut(code: number): void {
    this.link.stop();
    this.setup.store.remove('token');
    if (code === 4003) this.setup.identity = undefined;
    if (this.rejections++ > 1) return this.giveUp('unavailable');
    this.set({ session: null });
    this.openSoon();
  }

  /** Stays away until the shopper asks for it. */
  private giveUp(trouble: Trouble): void {
    clearTimeout(this.troubleTimer);
    this.set({ trouble });
  }

  /** Shows trouble, but not a blink of it. */
  private troubled(): void {
    const offline = !this.setup.browser.online();
    clearTimeout(this.troubleTimer);
    if (offline) return this.set({ trouble: 'offline' });
    if (this.state.trouble === 'offline') this.set({ trouble: 'reconnecting' });
    this.troubleTimer = setTimeout(() => {
      if (!this.link.live) this.set({ trouble: 'reconnecting' });
    }, TROUBLE_AFTER_MS);
  }

  private set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
