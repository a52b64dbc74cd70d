import { ref } from 'vue';
import { humanise } from '../lib/text';
import en from './en.json';

export const LOCALES = { en: 'English', de: 'Deutsch', zh: '中文', es: 'Español' } as const;
export type Locale = keyof typeof LOCALES;
export type Key = keyof typeof en;
type Catalogue = Record<string, string>;

const STORED = 'fd.console.locale';
const loaders: Record<Exclude<Locale, 'en'>, () => Promise<{ default: Catalogue }>> = {
  de: () => import('./de.json'),
  zh: () => import('./zh.json'),
  es: () => import('./es.json'),
};

const catalogue = ref<Catalogue>(en);

/** The language of the interface. */
export const locale = ref<Locale>('en');

/** Loads a language and shows the interface in it. */
export async function setLocale(next: Locale): Promise<void> {
  catalogue.value = next === 'en' ? en : (await loaders[next]()).default;
  locale.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Storage may be blocked; the choice then lasts until the page is left.
  }
}

/** The stored choice, else the first language of the browser that there is. */
export function preferredLocale(): Locale {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    // as above
  }
  for (const tag of [stored, ...navigator.languages]) {
    const base = tag?.split('-')[0];
    if (base && base in LOCALES) return base as Locale;
  }
  return 'en';
}

export type Params = Record<string, string | number>;

/** The text of a key, with {name} replaced. */
export function t(key: Key, params?: Params): string {
  return fill(catalogue.value[key] ?? en[key] ?? key, params);
}

/** The text of key.one or key.other, as the number n asks for; {n} is the number. */
export function tn(key: string, n: number, params?: Params): string {
  const form = new Intl.PluralRules(locale.value).select(n) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}` as Key, { n: num(n), ...params });
}

/** The label of a code such as a reason or an intent; unknown codes as words. */
export function label(group: string, code: string | undefined): string {
  if (!code) return '';
  // A flow's reason names the flow and its node; flows are named for their intent.
  const flow = group === 'reason' && /^flow:([^:]+)/.exec(code);
  if (flow) return t('reason.flow', { name: label('intent', flow[1]) });
  const key = `${group}.${code}`;
  return catalogue.value[key] ?? (en as Catalogue)[key] ?? humanise(code);
}

/** What a skill such as lang:de or topic:returns is called. */
export function skillName(skill: string): string {
  const [kind, id] = skill.split(':');
  if (kind === 'lang') return languageName(id);
  return kind === 'topic' ? label('topic', id) : label('skill', skill);
}

/** How times and numbers are written: as the browser's region does where it speaks the interface's language, such as 24 hours in en-GB. */
export function region(language: string = locale.value): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** A number as readers of the interface's language expect it. */
export function num(n: number, digits = 0): string {
  return new Intl.NumberFormat(region(), { maximumFractionDigits: digits }).format(n);
}

/** A share in [0,1] as a percentage. */
export function percent(p: number): string {
  return new Intl.NumberFormat(region(), { style: 'percent', maximumFractionDigits: p < 0.1 ? 1 : 0 }).format(p);
}

/** The name of a language, in the interface's language. */
export function languageName(tag: string | undefined): string {
  if (!tag) return '';
  try {
    return new Intl.DisplayNames([locale.value], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The name of a country, in the interface's language. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function fill(text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (name in params ? String(params[name]) : all));
}
