/**
 * The one script a shop's page includes. It offers window.frontdesk, shows the
 * launcher, and fetches nothing but the app: when the page is idle, or at once
 * when the shopper wants it. `data-load="click"` waits for the shopper.
 */
import type { App, Call, Mount, Options } from './options';
import css from './launcher.css?inline';
import { icon } from './launcher';

type Frontdesk = ((...call: Call) => void) & { q?: ArrayLike<unknown>[] };

// Only what is needed before the app is there: the launcher's name.
const NAMES: Record<string, string> = {
  en: 'Chat with us',
  zh: '在线咨询',
  ja: 'チャットで相談',
  ko: '채팅 상담',
  de: 'Mit uns chatten',
  fr: 'Discuter avec nous',
  es: 'Chatea con nosotros',
  pt: 'Fale conosco',
  it: 'Chatta con noi',
  nl: 'Chat met ons',
  pl: 'Czat z nami',
  cs: 'Napište nám',
  ro: 'Scrieți-ne',
  sv: 'Chatta med oss',
  da: 'Chat med os',
  fi: 'Juttele kanssamme',
  el: 'Μιλήστε μαζί μας',
  tr: 'Bize yazın',
  ru: 'Написать нам',
  uk: 'Написати нам',
  ar: 'تحدث معنا',
  he: 'דברו איתנו',
  hi: 'हमसे चैट करें',
  th: 'แชตกับเรา',
  vi: 'Trò chuyện với chúng tôi',
  id: 'Chat dengan kami',
  ms: 'Sembang dengan kami',
  hu: 'Írjon nekünk',
};

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { frontdesk?: Frontdesk & { ready?: boolean } };

function begin(source: HTMLScriptElement): void {
  const data = source.dataset;
  const queue: Call[] = [];
  const early = page.frontdesk?.q ?? [];
  let options: Options | null = null;
  let mount: Mount | null = null;
  let app: Promise<void> | null = null;
  let run: ((...call: Call) => void) | null = null;

  function fetchApp(): void {
    app ??= (import(/* @vite-ignore */ new URL(__APP__, source.src).href) as Promise<App>)
      .then((module) => module.mount(mount!))
      .then((handle) => {
        run = handle;
        for (const call of queue.splice(0)) handle(...call);
      })
      .catch((error) => {
        // The network failed: the next click tries again.
        app = null;
        queue.splice(0);
        mount!.button.removeAttribute('aria-busy');
        console.error('frontdesk: the chat could not be loaded', error);
      });
  }

  function open(): void {
    queue.push(['open']);
    mount!.button.setAttribute('aria-busy', 'true');
    fetchApp();
  }

  function boot(given: Partial<Options>): void {
    if (mount) return;
    options = { ...(data as object), ...given } as Options;
    if (!options.site) return console.error('frontdesk: no site key; set data-site on the script');
    mount = show(options, new URL('..', source.src).href, open);
    const reopen = session(`frontdesk:${options.site}:open`) && innerWidth >= 480;
    const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
    if (reopen) fetchApp();
    else if (data.load !== 'click' && !saving) whenIdle(fetchApp);
  }

  function call(...given: Call): void {
    const [name, value] = given;
    if (name === 'boot') boot((value ?? {}) as Partial<Options>);
    else if (run) run(...given);
    else if (name === 'open' && mount) open();
    else queue.push(given);
  }

  page.frontdesk = Object.assign(call, { ready: true });
  if (data.site) boot({});
  for (const given of Array.from(early)) call(...(Array.from(given) as Call));
}

/** The host element with the launcher in it. */
function show(options: Options, base: string, open: () => void): Mount {
  const host = document.createElement('frontdesk-chat');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  const tags = [options.locale, document.documentElement.lang, ...navigator.languages];
  const language = tags.map((tag) => tag?.split(/[-_]/)[0]!.toLowerCase()).find((tag) => tag && NAMES[tag]) ?? 'en';
  const theme = options.theme ?? document.documentElement.dataset.theme;
  if (theme) host.dataset.theme = theme;
  host.dataset.position = options.position ?? 'end';
  host.dir = language === 'ar' || language === 'he' ? 'rtl' : 'ltr';
  button.className = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-label', NAMES[language]!);
  button.setAttribute('aria-expanded', 'false');
  button.append(icon());
  button.onclick = open;
  root.append(button);
  document.body.append(host);
  return { host, root, button, base, options };
}

function session(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function whenIdle(work: () => void): void {
  const idle = () => ('requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 5_000 }) : setTimeout(work, 2_000));
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}

if (script && !page.frontdesk?.ready) {
  if (document.body) begin(script);
  else addEventListener('DOMContentLoaded', () => begin(script), { once: true });
}
