/** The app behind the launcher: made once by the loader, driven by window.frontdesk. */
import { render } from 'preact';
import css from './app.css?inline';
import { accentOf } from './accent';
import { Client } from './client';
import { english, load } from './i18n';
import { pageAddress } from './net/session';
import type { Browser } from './net/transport';
import type { Call, Mount } from './options';
import { Shell } from './shell';
import { browserStorage, Store } from './storage';
import { App } from './ui/App';

/** Takes the loader's place in the shadow root and answers its calls. */
export async function mount(to: Mount): Promise<(...call: Call) => void> {
  const { host, root, options, base } = to;
  const prefix = `frontdesk:${options.site}:`;
  const local = new Store(prefix, browserStorage('localStorage'));
  const session = new Store(prefix, browserStorage('sessionStorage'));
  const tag = tagOf(local.get<string>('locale') ?? options.locale);
  const words = await load(tag).catch(() => english);

  const client: Client = new Client({
    browser: browser(),
    store: local,
    base,
    site: options.site,
    locale: tag,
    identity: options.identity,
    page: pageAddress(location),
    newId,
    emit: (event, detail) => shell.emit(event, detail),
  });
  const shell = new Shell(words, client, local, session, newId);

  style(root);
  follow(host, shell);
  const box = document.createElement('div');
  const focused = root.activeElement === to.button;
  to.button.replaceWith(box);
  render(<App shell={shell} />, box);
  if (focused) root.querySelector<HTMLElement>('.launcher')?.focus();

  addEventListener('online', () => client.wake());
  addEventListener('offline', () => client.wake());
  addEventListener('storage', (event) => client.stored(event));
  addEventListener('pageshow', (event) => event.persisted && client.wake());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) client.wake();
  });

  if (session.get('open') && innerWidth >= 480) shell.toggle(true);
  else if (client.hasHistory) client.start();
  queueMicrotask(() => shell.emit('ready', null));
  return (...call) => answer(shell, call);
}

/** One call of window.frontdesk. */
function answer(shell: Shell, [name, first, second]: Call): void {
  switch (name) {
    case 'open':
      return shell.toggle(true);
    case 'close':
      return shell.toggle(false);
    case 'prefill':
      return shell.prefill(String(first ?? ''));
    case 'identify':
      return shell.client.identify(first as string | { name?: string; email?: string });
    case 'setLocale':
      return void shell.speak(String(first), false).catch(() => undefined);
    case 'on':
      if (typeof second === 'function') shell.on(String(first), second as (detail: unknown) => void);
      return;
    default:
      console.warn(`frontdesk: unknown call ${String(name)}`);
  }
}

/** The page's language: given, of the document, of the browser. */
function tagOf(given: string | undefined | null): string {
  return given || document.documentElement.lang || navigator.language || 'en';
}

function browser(): Browser {
  return {
    fetch: (...request) => fetch(...request),
    WebSocket: window.WebSocket,
    EventSource: window.EventSource,
    now: () => Date.now(),
    random: () => Math.random(),
    online: () => navigator.onLine,
  };
}

/** 128 random bits; crypto.randomUUID is missing on pages without TLS. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function style(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Keeps the host element's direction, state and colour what the shell says. */
function follow(host: HTMLElement, shell: Shell): void {
  const draw = () => {
    const accent = accentOf(shell.client.state.session?.site.accent);
    host.dir = shell.words.dir;
    host.lang = shell.words.language;
    host.toggleAttribute('data-open', shell.open);
    if (accent) {
      host.style.setProperty('--accent', accent.colour);
      host.style.setProperty('--on-accent', accent.on);
    }
  };
  shell.subscribe(draw);
  shell.client.subscribe(draw);
  draw();
}
