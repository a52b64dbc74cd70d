import { createApp, nextTick, type App, type Component } from 'vue';
import { createMemoryHistory, type Router } from 'vue-router';
import { makeState, respond, type MockState } from '../dev/api.mjs';
import { createHttp } from '../src/api/http';
import type { SocketLike } from '../src/api/socket';
import Root from '../src/App.vue';
import { createDesk, DESK, type Desk } from '../src/desk';
import { makeRouter } from '../src/router';

/** One request as the mock saw it. */
export interface Seen {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

type Hook = (seen: Seen) => Promise<Response | void> | Response | void;

/** The mock API as a fetch, with a log of what was asked and a hook to interfere. */
export function mockFetch(state: MockState, say: (frame: object) => void = () => undefined) {
  const seen: Seen[] = [];
  const control = { hook: undefined as Hook | undefined, after: undefined as Hook | undefined };
  const fetcher = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(input), 'http://localhost');
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {};
    const one: Seen = { method: init.method ?? 'GET', path: url.pathname.slice(4), body };
    seen.push(one);
    const instead = await control.hook?.(one);
    if (instead) return instead;
    const marked = (init.headers as Record<string, string>)['X-Requested-With'] === 'frontdesk';
    const out = respond(state, say, { ...one, query: url.searchParams, marked });
    const late = await control.after?.(one);
    return late ?? json(out.status, out.body);
  };
  return { fetcher: fetcher as typeof fetch, seen, control, count: (method: string, path: string) => seen.filter((s) => s.method === method && s.path === path).length };
}

export function json(status: number, body?: unknown): Response {
  return new Response(body === undefined || status === 204 ? null : JSON.stringify(body), { status });
}

/** A socket that the test holds the other end of. */
export class FakeSocket implements SocketLike {
  onopen: ((e: unknown) => void) | null = null;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onclose: ((e: { code: number }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

export interface Bench {
  state: MockState;
  desk: Desk;
  net: ReturnType<typeof mockFetch>;
  sockets: FakeSocket[];
}

/** A desk over the mock API; sockets open by themselves unless told not to. */
export function bench(user: string | null = 'u-1', autoOpen = true): Bench {
  const state = makeState(user);
  const sockets: FakeSocket[] = [];
  const net = mockFetch(state, (frame) => sockets.at(-1)?.say(frame));
  const desk: Desk = createDesk({
    http: createHttp({ fetch: net.fetcher, onSignedOut: () => desk.session.expire() }),
    retry: 5,
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      if (autoOpen) queueMicrotask(() => socket.onopen?.({}));
      return socket;
    },
  });
  return { state, desk, net, sockets };
}

const apps: App[] = [];

/** Mounts a component with the desk and a router, in the page. */
export function mount(component: Component, b: Bench, props: Record<string, unknown> = {}, router: Router = makeRouter(createMemoryHistory())) {
  const host = document.createElement('div');
  document.body.append(host);
  const app = createApp(component, props).provide(DESK, b.desk).use(router);
  app.mount(host);
  apps.push(app);
  return { host, router };
}

/** The whole console at an address. */
export async function openConsole(b: Bench, at: string) {
  const history = createMemoryHistory();
  history.replace(at);
  const router = makeRouter(history);
  const out = mount(Root, b, {}, router);
  await until(() => b.desk.session.state.status !== 'loading');
  await router.isReady();
  return out;
}

export function unmountAll(): void {
  for (const app of apps.splice(0)) app.unmount();
}

/** Waits until something holds; fails with the text of the page after two seconds. */
export async function until(holds: () => unknown): Promise<void> {
  const end = Date.now() + 4_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never held: ${holds}\n${document.body.textContent?.slice(0, 600)}`);
    await new Promise((done) => setTimeout(done, 5));
    await nextTick();
  }
}

export function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent ?? '').trim() === name);
  if (!found) throw new Error(`no button "${name}" among: ${[...document.querySelectorAll('button')].map((b) => (b.getAttribute('aria-label') ?? b.textContent ?? '').trim()).join(' | ')}`);
  return found;
}

export function type(selector: string, text: string): void {
  const el = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
  if (!el) throw new Error(`no field ${selector}`);
  el.value = text;
  el.dispatchEvent(new Event('input', { bubbles: true }));
}

export function press(key: string, target: EventTarget = document.body, init: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
}
