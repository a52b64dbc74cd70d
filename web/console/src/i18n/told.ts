import en from './en.json';
import { label, languageName, locale, num, t, type Key } from './index';

// What the program says of its decisions in English, as patterns of its
// sentences: the English texts of the group "told", with a group a placeholder.
const SENTENCES = Object.entries(en as Record<string, string>)
  .filter(([key]) => key.startsWith('told.'))
  .map(([key, text]) => ({ key: key as Key, names: [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!), pattern: pattern(text) }));

/** What finds a sentence: its words, with a group for each {placeholder}. */
export function pattern(text: string): RegExp {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('([\\s\\S]+?)')}$`);
}

/**
 * A sentence that the program wrote for people, in the language of the
 * interface. As in gettext the English sentence is what it is looked up by;
 * one that is not known stays as it is.
 */
export function told(sentence: string): string {
  if (locale.value === 'en') return sentence;
  for (const { key, names, pattern } of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found) return t(key, Object.fromEntries(names.map((name, i) => [name, word(name, found[i + 1]!)])));
  }
  return sentence;
}

/** Several such sentences, as the program joins them. */
export function toldAll(sentences: string): string {
  return sentences.split(' · ').map(told).join(' · ');
}

/** What stands in for a placeholder: codes by their name. */
function word(name: string, value: string): string {
  const code = value.replace(/^"(.*)"$/, '$1').replaceAll(' ', '_');
  if (name === 'n' && Number.isFinite(Number(value))) return num(Number(value), 2);
  if (name === 'lang') return languageName(value);
  if (name === 'intent') return label('intent', code);
  if (name === 'slot') return label('fact', code);
  return value;
}

/** What a person still has to find out: the name of a fact, with the case's own words behind it. */
export function lacking(missing: string): string {
  const [fact, ...rest] = missing.split(': ');
  return [label('fact', fact), ...rest].join(': ');
}
