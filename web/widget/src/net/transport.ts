import type { ClientFrame, ServerFrame } from '../../../shared/wire';

/** What the browser offers; replaced in tests. */
export interface Browser {
  fetch: typeof fetch;
  WebSocket?: typeof WebSocket;
  EventSource?: typeof EventSource;
  now(): number;
  random(): number;
  online(): boolean;
}

/** Where one transport reports. Nothing is reported after `down`. */
export interface Handlers {
  /** Frames may be sent; say hello. */
  open(): void;
  frame(frame: ServerFrame): void;
  /** It is over; code is the socket's close code, or 0 where there is none. */
  down(code: number): void;
}

/** One connection that carries frames both ways. */
export interface Transport {
  send(frame: ClientFrame): void;
  /** Ends it without a report. */
  close(): void;
  /** Whether silence can be told from death by a ping. */
  readonly pings: boolean;
}

/** The addresses and the proof a transport needs. */
export interface Endpoint {
  /** Ends with a slash: https://desk.example/ */
  base: string;
  site: string;
  token: string;
}

/** A frame of the server, or null where text is none. */
export function decode(text: string): ServerFrame | null {
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}

/** The WebSocket of the protocol. */
export function openSocket(browser: Browser, to: Endpoint, handlers: Handlers): Transport {
  const url = new URL(`v1/widget/socket?site=${encodeURIComponent(to.site)}`, to.base);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const socket = new browser.WebSocket!(url.href);
  let over = false;
  socket.onopen = () => over || handlers.open();
  socket.onmessage = (event) => {
    const frame = typeof event.data === 'string' ? decode(event.data) : null;
    if (frame && !over) handlers.frame(frame);
  };
  socket.onclose = (event) => {
    if (over) return;
    over = true;
    handlers.down(event.code);
  };
  return {
    pings: true,
    send: (frame) => {
      if (socket.readyState === 1) socket.send(JSON.stringify(frame));
    },
    close: () => {
      over = true;
      socket.close();
    },
  };
}
