import en from './locales/en.json';

/** The name of a sentence. */
export type Key = keyof typeof en;
type Catalogue = Record<Key, string>;

/** The languages of the widget's own words, each by its own name. English is
 * always there; the others are fetched when they are needed. */
export const LANGUAGES = {
  en: 'English',
  zh: '中文',
  ja: '日本語',
  ko: '한국어',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  cs: 'Čeština',
  ro: 'Română',
  sv: 'Svenska',
  da: 'Dansk',
  fi: 'Suomi',
  el: 'Ελληνικά',
  tr: 'Türkçe',
  ru: 'Русский',
  uk: 'Українська',
  ar: 'العربية',
  he: 'עברית',
  hi: 'हिन्दी',
  th: 'ไทย',
  vi: 'Tiếng Việt',
  id: 'Bahasa Indonesia',
  ms: 'Bahasa Melayu',
  hu: 'Magyar',
} as const;

export type Language = keyof typeof LANGUAGES;

const RTL: readonly Language[] = ['ar', 'he'];

const loaders = import.meta.glob<{ default: Catalogue }>(['./locales/*.json', '!./locales/en.json']);

/** The first of wanted (BCP 47, any case) that the widget speaks, else English. */
export function pick(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const base = tag?.toLowerCase().split(/[-_]/)[0];
    if (base && Object.hasOwn(LANGUAGES, base)) return base as Language;
  }
  return 'en';
}

/** The words of one language and the formats that go with them. */
export class Words {
  readonly dir: 'rtl' | 'ltr';

  constructor(
    readonly language: Language,
    /** The full tag for numbers and dates: de-AT keeps its region. */
    readonly locale: string,
    private readonly catalogue: Catalogue,
  ) {
    this.dir = RTL.includes(language) ? 'rtl' : 'ltr';
  }

  /** The sentence key with {names} filled in. */
  t = (key: Key, values?: Record<string, string | number>): string =>
    this.catalogue[key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values?.[name];
      return typeof value === 'number' ? this.number(value) : (value ?? '');
    });

  number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }

  /** Hour and minute, with the day when it is not today's. '' where at is no time. */
  time(at: string | number | undefined, now: number): string {
    const then = new Date(at ?? NaN);
    if (isNaN(then.getTime())) return '';
    const today = then.toDateString() === new Date(now).toDateString();
    const day: Intl.DateTimeFormatOptions = today ? {} : { month: 'short', day: 'numeric' };
    return new Intl.DateTimeFormat(this.locale, { hour: 'numeric', minute: '2-digit', ...day }).format(then);
  }

  /** A day; what is not a date is shown as it came. */
  day(at: string): string {
    const then = new Date(at);
    if (isNaN(then.getTime())) return at;
    // A date without a time is that day everywhere.
    const timeZone = at.length <= 10 ? 'UTC' : undefined;
    return new Intl.DateTimeFormat(this.locale, { weekday: 'short', month: 'short', day: 'numeric', timeZone }).format(then);
  }

  /** A wait of from to to seconds in minutes, as a range that does not pretend to be a clock. */
  wait(from: number, to: number): string {
    const a = Math.max(1, Math.round(from / 60));
    const b = Math.max(a, Math.round(to / 60));
    if (a >= 60) return this.t('hour');
    return a === b ? this.t('minute', { n: a }) : this.t('range', { a, b });
  }
}

/** English, for the first paint. */
export const english = new Words('en', 'en', en);

/** The words for tag, fetched where they are not English. Fails when they cannot be fetched. */
export async function load(tag: string): Promise<Words> {
  const language = pick([tag]);
  const catalogue = language === 'en' ? en : (await loaders[`./locales/${language}.json`]!()).default;
  return new Words(language, formats(tag, language), catalogue);
}

/** tag where the browser can format it and it is of that language, else the language.
 * A tag without a region takes the browser's, where that speaks the language:
 * a page in `en` is read in London with 24 hours. */
function formats(tag: string, language: Language): string {
  const own = /[-_]/.test(tag) ? [] : navigator.languages.filter((one) => pick([one]) === language);
  try {
    const known = Intl.DateTimeFormat.supportedLocalesOf([...own, tag])[0];
    return known && pick([known]) === language ? known : language;
  } catch {
    return language;
  }
}
