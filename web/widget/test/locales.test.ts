import { expect, test, vi } from 'vitest';
import { LANGUAGES, load, pick, type Language } from '../src/i18n';
import en from '../src/locales/en.json';
import pages from '../demo/languages.js?raw';
import loader from '../src/loader.ts?raw';

const files = import.meta.glob<{ default: Record<string, string> }>('../src/locales/*.json', { eager: true });
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('every language has a file and every file a language', () => {
  const have = Object.keys(files).map((path) => path.match(/(\w+)\.json$/)![1]);
  expect(have.sort()).toEqual(Object.keys(LANGUAGES).sort());
});

test('the pages that show the chat offer every language by its name', () => {
  for (const [tag, name] of Object.entries(LANGUAGES)) expect(pages).toContain(`${tag}: '${name}'`);
});

test.each(Object.entries(files))('%s says everything that English says, with the same names', (_path, file) => {
  expect(Object.keys(file.default)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(file.default)) {
    expect(text.trim(), key).not.toBe('');
    expect(names(text), key).toEqual(names(en[key as keyof typeof en]));
  }
});

test('no language is English under another name', () => {
  for (const [path, file] of Object.entries(files)) {
    if (path.includes('/en.')) continue;
    // Single words may be the same (Menu, Total); whole phrases are not.
    const phrases = Object.entries(file.default).filter(([, text]) => text.replace(/\{\w+\}/g, '').trim().includes(' '));
    const same = phrases.filter(([key, text]) => en[key as keyof typeof en] === text);
    expect(same, path).toEqual([]);
  }
});

test.each([
  [['de-AT'], 'de'],
  [['zh-Hant-TW'], 'zh'],
  [['pt_BR'], 'pt'],
  [['xx', 'FR-ca'], 'fr'],
  [['he-IL'], 'he'],
  [['iw', 'tr'], 'tr'],
  [[undefined, null, ''], 'en'],
  [['constructor'], 'en'],
])('%j is %s', (tags, want) => {
  expect(pick(tags)).toBe(want as Language);
});

test('numbers, waits and days in the language of the words', async () => {
  const german = await load('de-AT');
  expect(german.locale).toBe('de-AT');
  expect(german.wait(60, 180)).toBe('etwa 1–3 Min.');
  expect(german.wait(10, 20)).toBe('etwa 1 Min.');
  expect(german.wait(4000, 9000)).toBe('mehr als eine Stunde');
  const english = await load('en');
  expect(english.day('2026-03-02')).toBe('Mon, Mar 2');
  expect(english.day('soon')).toBe('soon');
  expect(english.time('nonsense', 0)).toBe('');
});

test('times and days are written as in the region of the browser, where the page names none', async () => {
  const languages = vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-CH', 'en-GB', 'en-US', 'de']);
  const at = new Date(2026, 2, 2, 20, 15);
  const there = async (tag: string) => (await load(tag)).time(at.getTime(), at.getTime()).replace('\u202f', ' ');
  expect(await there('en')).toBe('20:15');
  expect(await there('en-US')).toBe('8:15 PM');
  expect((await load('fr')).locale).toBe('fr-CH');
  expect((await load('ja')).locale).toBe('ja');
  languages.mockRestore();
});

test('Arabic and Hebrew run from right to left, the others do not', async () => {
  for (const tag of Object.keys(LANGUAGES)) {
    expect((await load(tag)).dir, tag).toBe(tag === 'ar' || tag === 'he' ? 'rtl' : 'ltr');
  }
});

test('the launcher has a name in every language, the one that the panel has', () => {
  for (const [path, file] of Object.entries(files)) {
    const language = path.match(/(\w+)\.json$/)![1];
    expect(loader, path).toContain(`  ${language}: '${file.default.open}',`);
  }
});
