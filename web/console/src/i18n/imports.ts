import { shallowRef, watchEffect } from 'vue';
import { locale, type Locale } from './index';
import { pattern } from './told';

// What reading files and pages says, by its English sentence as in gettext. Only
// who looks at an import loads it. In English only what is said by a code has other words.
const loaders: Record<Locale, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('./imports/en.json'),
  de: () => import('./imports/de.json'),
  es: () => import('./imports/es.json'),
  zh: () => import('./imports/zh.json'),
};

interface Phrase {
  names: string[];
  pattern: RegExp;
  text: string;
}

const phrases = shallowRef<Phrase[]>([]);

/** The sentences of a language; those with more words of their own go first. */
function read(catalogue: Record<string, string>): Phrase[] {
  const words = (english: string) => english.replace(/\{\w+\}/g, '').length;
  return Object.entries(catalogue)
    .sort(([a], [b]) => words(b) - words(a))
    .map(([english, text]) => ({ names: [...english.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!), pattern: pattern(english), text }));
}

/** Loads the sentences of the interface's language, now and whenever it changes. */
watchEffect(async () => {
  const now = locale.value;
  const found = read((await loaders[now]().catch(() => ({ default: {} }))).default);
  if (now === locale.value) phrases.value = found;
});

/** What was said of a file or a page, in the language of the interface; unknown sentences stay. */
export function saidOfImport(sentence: string | undefined): string {
  const said = sentence ?? '';
  for (const { names, pattern, text } of phrases.value) {
    const found = pattern.exec(said);
    if (found) return text.replace(/\{(\w+)\}/g, (_, name: string) => found[names.indexOf(name) + 1] ?? '');
  }
  return said;
}
