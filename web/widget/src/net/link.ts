import type { ClientFrame, ServerFrame } from '../../../shared/wire';
import { openEvents } from './events';
import { openSocket, type Browser, type Endpoint, type Transport } from './transport';

/** Where the link reports to. */
export interface LinkUser {
  endpoint(): Endpoint;
  /** A transport is open: the hello to say. */
  hello(): ClientFrame;
  frame(frame: ServerFrame): void;
  /** The connection is gone. True: come back by yourself. */
  down(code: number): boolean;
}

type Mode = 'socket' | 'events';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const IDLE_PING_MS = 25_000;
const ANSWER_MS = 10_000;

/** What must be answered; silence after one of these means that the line is dead. */
const ANSWERED = new Set<ClientFrame['type']>(['hello', 'send', 'human', 'rate', 'helpful', 'identify', 'ping']);

/**
 * Keeps one connection up: tries again with growing, jittered delays, finds
 * dead lines by unanswered frames, and takes server-sent events in turns with
 * the socket after the socket has failed twice.
 */
export class Link {
  live = false;
  private transport: Transport | null = null;
  private mode: Mode = 'socket';
  private proven: Mode = 'socket';
  /** Attempts in a row that were not welcomed, and those of them that met no desk at all. */
  private failures = 0;
  private blocked = 0;
  private stopped = true;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly browser: Browser,
    private readonly user: LinkUser,
  ) {}

  /** Connects, unless it already does. */
  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.drop();
    clearTimeout(this.retry);
  }

  /** The network came back or the page woke: do not wait for the timer. */
  kick(): void {
    if (this.stopped) return;
    if (this.transport) return this.send({ type: 'ping' });
    this.connect();
  }

  /** Sends frame if the line is up; a lost frame is the outbox's matter. */
  send(frame: ClientFrame): void {
    if (!this.transport) return;
    if (ANSWERED.has(frame.type) && this.transport.pings) {
      this.deadline ??= setTimeout(() => this.lost(0), ANSWER_MS);
    }
    this.transport.send(frame);
  }

  private connect(): void {
    clearTimeout(this.retry);
    if (this.stopped || this.transport || !this.browser.online()) return;
    this.mode = this.choose();
    const open = this.mode === 'socket' ? openSocket : openEvents;
    this.deadline = setTimeout(() => this.lost(0), ANSWER_MS);
    try {
      this.transport = open(this.browser, this.user.endpoint(), {
        open: () => this.send(this.user.hello()),
        frame: (frame) => this.received(frame),
        down: (code) => this.lost(code),
      });
    } catch {
      this.lost(0);
    }
  }

  /** Twice what worked last, then the two in turns. */
  private choose(): Mode {
    if (!this.browser.WebSocket) return 'events';
    if (!this.browser.EventSource) return 'socket';
    const other: Mode = this.proven === 'socket' ? 'events' : 'socket';
    return this.blocked < 2 || this.blocked % 2 === 1 ? this.proven : other;
  }

  private received(frame: ServerFrame): void {
    clearTimeout(this.deadline);
    clearTimeout(this.idle);
    this.deadline = undefined;
    this.idle = setTimeout(() => this.send({ type: 'ping' }), IDLE_PING_MS);
    if (frame.type === 'welcome') {
      this.live = true;
      this.failures = 0;
      this.blocked = 0;
      this.proven = this.mode;
    }
    this.user.frame(frame);
  }

  private lost(code: number): void {
    const wasLive = this.live;
    this.drop();
    if (!wasLive) {
      this.failures++;
      // A code of the desk's own came through the socket: the way is open.
      if (code < 4000) this.blocked++;
    }
    if (!this.user.down(code) || this.stopped) return;
    this.retry = setTimeout(() => this.connect(), this.delay(wasLive));
  }

  private drop(): void {
    this.live = false;
    clearTimeout(this.deadline);
    clearTimeout(this.idle);
    this.deadline = undefined;
    const transport = this.transport;
    this.transport = null;
    transport?.close();
  }

  /** Half fixed, half random, so that a restart is not met by everybody at once. */
  private delay(wasLive: boolean): number {
    const step = wasLive ? 0 : Math.min(this.failures - 1, 5);
    const full = Math.min(FIRST_DELAY_MS * 2 ** step, LONGEST_DELAY_MS);
    return full / 2 + (this.browser.random() * full) / 2;
  }
}
