import type { ClientFrame, ServerFrame } from '../wire';

/** The parts of WebSocket that are used; tests give their own. */
export interface SocketLike {
  onopen: ((e: unknown) => void) | null;
  onmessage: ((e: { data: unknown }) => void) | null;
  onclose: ((e: { code: number }) => void) | null;
  send(data: string): void;
  close(): void;
}

export interface LiveOptions {
  open?: () => SocketLike;
  onFrame: (frame: ServerFrame) => void;
  /** The line is up, for the first time or again: read everything shown once more. */
  onUp: () => void;
  onDown: () => void;
  /** Several attempts in a row have failed: perhaps it is not the line but the session. */
  onStuck?: () => void;
  /** The server ended the session (close code 4010 or 4003). */
  onSignedOut?: () => void;
  now?: () => number;
  random?: () => number;
}

const PING = 25_000; // the server calls an agent away after 60 s of silence
const SILENCE = 60_000; // longer without any frame: the line is dead though it looks open
const SLEPT = 30_000; // a gap of this length between two ticks means that the machine slept
const TICK = 5_000;

/**
 * The console's socket. It reconnects with growing, jittered waits, notices
 * dead lines and sleep, and watches one conversation.
 */
export class Live {
  private socket: SocketLike | null = null;
  private stopped = true;
  private up = false;
  private attempts = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private lastTick = 0;
  private lastFrame = 0;
  private lastPing = 0;
  private watching = '';

  constructor(private readonly options: LiveOptions) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.attempts = 0;
    this.lastTick = this.now();
    this.ticker = setInterval(() => this.tick(), TICK);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.ticker);
    this.drop();
  }

  /** Connects at once, for example when the browser is online again. */
  wake(): void {
    if (this.stopped) return;
    this.attempts = 0;
    this.drop();
    this.connect();
  }

  watch(conversation: string): void {
    if (this.watching && this.watching !== conversation) this.send({ type: 'unwatch', conversation: this.watching });
    this.watching = conversation;
    if (conversation) this.send({ type: 'watch', conversation });
  }

  send(frame: ClientFrame): void {
    if (this.up) this.socket?.send(JSON.stringify(frame));
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private connect(): void {
    clearTimeout(this.retry);
    const socket = (this.options.open ?? openSocket)();
    this.socket = socket;
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.up = true;
      this.attempts = 0;
      this.lastFrame = this.lastPing = this.now();
      this.send({ type: 'hello', v: 1 });
      if (this.watching) this.send({ type: 'watch', conversation: this.watching });
      this.options.onUp();
    };
    socket.onmessage = (e) => {
      if (this.socket !== socket) return;
      this.lastFrame = this.now();
      const frame = parse(e.data);
      if (frame && frame.type !== 'pong') this.options.onFrame(frame);
    };
    socket.onclose = (e) => {
      if (this.socket !== socket) return;
      this.lost();
      if (e.code === 4010 || e.code === 4003) this.options.onSignedOut?.();
      if (!this.stopped) this.later();
    };
  }

  private later(): void {
    if (this.attempts === 3) this.options.onStuck?.();
    const wait = Math.min(30_000, 500 * 2 ** this.attempts++);
    const jitter = 0.5 + (this.options.random ?? Math.random)();
    this.retry = setTimeout(() => this.connect(), wait * jitter);
  }

  private lost(): void {
    this.socket = null;
    const was = this.up;
    this.up = false;
    if (was || this.attempts === 0) this.options.onDown();
  }

  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    this.lost();
    socket.close();
  }

  private tick(): void {
    const now = this.now();
    const slept = now - this.lastTick > SLEPT;
    this.lastTick = now;
    if (slept || (this.up && now - this.lastFrame > SILENCE)) {
      this.wake();
      return;
    }
    if (this.up && now - this.lastPing >= PING) {
      this.lastPing = now;
      this.send({ type: 'ping' });
    }
  }
}

function openSocket(): SocketLike {
  const url = new URL('/v1/console/socket', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as unknown as SocketLike;
}

function parse(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(data);
    return frame && typeof frame === 'object' && 'type' in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
