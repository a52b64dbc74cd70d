import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import de from '../src/i18n/de.json';
import en from '../src/i18n/en.json';
import es from '../src/i18n/es.json';
import zh from '../src/i18n/zh.json';
import { label, setLocale, t, tn } from '../src/i18n';
import { saidOfImport } from '../src/i18n/imports';
import { told, toldAll } from '../src/i18n/told';

const others: Record<string, Record<string, string>> = { de, zh, es };
const english: Record<string, string> = en;

/** The text of a file of the program, or with a star those of a package. */
function source(file: string): string {
  if (!file.endsWith('*')) return readFileSync(`../../${file}`, 'utf8');
  const folder = `../../${file.slice(0, -1)}`;
  const names = readdirSync(folder).filter((name) => /\.(go|yaml)$/.test(name) && !name.endsWith('_test.go'));
  return names.map((name) => readFileSync(folder + name, 'utf8')).join('\n');
}

/** The words that a line of Go says to people, in pieces between what it puts in. */
function pieces(line: string): string[] {
  const literals = [...line.split(/(?<=")\)?, /)[0]!.matchAll(/"([^"]*)"/g)].map((m) => m[1]!);
  return literals.flatMap((text) => text.split(/%(?:%|[a-z0-9.]+)/)).map((text) => text.trim()).filter((text) => /[a-z]{2}/.test(text));
}

describe('catalogues', () => {
  it.each(Object.keys(others))('%s has exactly the keys of English', (name) => {
    expect(Object.keys(others[name]!).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(others))('%s has a text for every key, with the same placeholders', (name) => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
    for (const [key, text] of Object.entries(others[name]!)) {
      expect(text.trim(), key).not.toBe('');
      expect(holes(text), key).toEqual(holes(english[key]!));
    }
  });

  it('says tú to who works with it in Spanish, never usted', () => {
    const usted = /(usted|añada|ponga|elija|escriba|lea|guarde|entrene|vea|diga|pulse|pregunte|invite|cargue|acepte|abra|revise|quite|suyos|(?:guárd|intént|expórt|impórt|corríj|compruéb)(?:el[oa]s?))/i;
    expect(Object.entries(others.es!).filter(([, text]) => usted.test(text))).toEqual([]);
  });

  it('names every reason code of the handoff', () => {
    const codes = 'customer_request low_confidence ambiguous missing_knowledge unsupported_request policy_restriction sensitive_topic emotion vip_rule loop turn_cap tool_failure guard_block identity_failed pending_clarification promise_open usage_limit out_of_hours agent_pull undelivered error';
    for (const code of codes.split(' ')) expect(english[`reason.${code}`], code).toBeTruthy();
  });

  it.each([
    ['rung', 'bot/decide.go', /^\t\{"(\w+)", \(\*Bot\)/gm],
    ['reason', 'bot/decide.go', /^\tReason\w+ +Reason = "(\w+)"/gm],
    ['entity', 'bot/nlu/entity/entity.go', /^\t[A-Z]\w+ += "(\w+)"/gm],
    ['result', 'bot/*', /t\.step\("\w+", "(\w+)"/g],
    ['fact', 'bot/flows/*', /^ {2}(\w+): \{(?:entity|type|choices|values)/gm],
    ['fact', 'bot/*', /t\.missing, "(\w+)/g],
    ['rung', 'bot/*', /t\.step\("(\w+)"/g],
  ])('names every %s of the program', (group, file, pattern) => {
    const codes = [...source(file).matchAll(pattern)].map((m) => m[1]!);
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => !english[`${group}.${code}`])).toEqual([]);
  });
});

describe('told', () => {
  const hits = source('knowledge/why.go').split('func (c *candidate) why(')[1]! + source('knowledge/refuse.go');
  it.each([
    ['a hit', [...hits.matchAll(/(?:append\(out, |what :?= |return fmt\.)(.*)/g)].map((m) => m[1]!)],
    ['a handoff', [...source('bot/*').matchAll(/t\.handoff\([^,"]+, (.*)/g)].map((m) => m[1]!)],
  ])('knows every sentence about %s', (_, lines) => {
    const known = Object.keys(english).filter((key) => key.startsWith('told.')).map((key) => english[key]!);
    expect(lines.length).toBeGreaterThan(7);
    expect(lines.flatMap(pieces).filter((words) => !known.some((text) => text.includes(words)))).toEqual([]);
  });

  it('keeps the words, names the codes, and leaves what it does not know', async () => {
    await setLocale('es');
    expect(told(`has order, parcel (76 % of the question's weight)`)).toBe('contiene order, parcel (76 % del peso de la pregunta)');
    expect(told('in another language (de)')).toBe('en otro idioma (alemán)');
    expect(told('flow return_start came to ask_reason')).toBe('el diálogo Devolución llegó a ask_reason');
    expect(toldAll('The embedding endpoint failed; the built-in search answered.')).toBe('El servicio de embeddings falló; respondió la búsqueda integrada.');
    expect(toldAll('a → b; "A" says otherwise than "B"')).toBe('a → b; "A" dice otra cosa que "B"');
    expect(told('dial tcp: refused')).toBe('dial tcp: refused');
    await setLocale('en');
    expect(told('is about the intent')).toBe('is about the intent');
  });
});

describe('what reading files says', () => {
  const literal = String.raw`"((?:[^"\\]|\\.)*)"`;
  const ingest = source('ingest/*');
  const said = [
    ...[...ingest.matchAll(new RegExp(String.raw`(?:Message|Hint): *(?:fmt\.Sprintf\()?${literal}[,})]`, 'g'))].map((m) => m[1]!),
    // What helpers are given: malformed(kind, "…") and bad(field, code, "…", "…").
    ...ingest.split('\n').filter((line) => /\b(?:malformed|bad)\(/.test(line)).flatMap((line) => [...line.replaceAll('"+part+"', '%s').matchAll(new RegExp(literal, 'g'))].map((m) => m[1]!).filter((text) => /^[A-Z%].* .*\.$/.test(text))),
  ];
  const english = (text: string) => text.replaceAll(/%[dqs]/g, '…');

  it.each(['de', 'es', 'zh'] as const)('is known in %s', async (lang) => {
    const { default: catalogue } = (await import(`../src/i18n/imports/${lang}.json`)) as { default: Record<string, string> };
    const known = new Set(Object.keys(catalogue).map((text) => text.replaceAll(/\{\w\}/g, '…')));
    expect(said.length).toBeGreaterThan(80);
    expect(said.map(english).filter((text) => /[a-z]/.test(text) && !known.has(text))).toEqual([]);
    const holes = (text: string) => [...text.matchAll(/\{\w\}/g)].map(String).sort().join('');
    expect(Object.entries(catalogue).filter(([a, b]) => holes(a) !== holes(b))).toEqual([]);
  });

  it('names every code of a row that was refused', () => {
    const kinds = [.../var readers = map\[string\]reader\{(.*)\}/.exec(ingest)![1]!.matchAll(/"(\w+)"/g), ...ingest.matchAll(/malformed\("(\w+)"/g)].map((m) => `malformed_${m[1]}`);
    const codes = [...ingest.matchAll(/Code: "([a-z_0-9]+)"[,}]|\bbad\(\w+, "([a-z_]+)"|return m, "([a-z_]+)"/g)].map((m) => m[1] ?? m[2] ?? m[3]!);
    expect(Math.min(kinds.length - 4, codes.length - 50)).toBeGreaterThan(0);
    expect([...new Set([...kinds, ...codes])].filter((code) => !(en as Record<string, string>)[`importCode.${code}`])).toEqual([]);
  });

  it.each(['en', 'de', 'es', 'zh'] as const)('has words for what is said by a code in %s', async (lang) => {
    const { default: catalogue } = (await import(`../src/i18n/imports/${lang}.json`)) as { default: Record<string, string> };
    const codes = [...source('ingest/*').matchAll(/"([a-z]+(?:_[a-z]+)+) n=%d"|\.note\("([a-z]+_[a-z_]+)"/g)].map((m) => (m[1] ? `${m[1]} n={a}` : `${m[2]} n={a} (first in line {b})`));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !catalogue[code])).toEqual([]);
  });

  it('keeps names and numbers', async () => {
    await setLocale('de');
    await vi.waitFor(() => expect(saidOfImport('The column "foo" is not known.')).toBe('Die Spalte "foo" ist nicht bekannt.'));
    expect(saidOfImport('row 3: quote not closed (started col 1).')).toBe('Zeile 3: Anführungszeichen nicht geschlossen (ab Spalte 1).');
    expect(saidOfImport('The file is empty.')).toBe('Die Datei ist leer.');
    expect(saidOfImport('something new')).toBe('something new');
    await setLocale('en');
    await vi.waitFor(() => expect(saidOfImport('The file is empty.')).toBe('The file is empty.'));
    await vi.waitFor(() => expect(saidOfImport('price_is_zero n=3 (first in line 8)')).toBe('Price of zero, taken for none: 3 (first in line 8)'));
  });
});

describe('t', () => {
  it('fills placeholders, counts, and shows unknown codes as words', async () => {
    await setLocale('en');
    expect(t('order.title', { number: '7' })).toBe('Order 7');
    expect(tn('knowledge.count', 1)).toBe('1 article');
    expect(tn('knowledge.count', 1200)).toBe('1,200 articles');
    expect(label('reason', 'flow:order_status:ask_proof')).toBe('Dialog: Order status');
    expect(label('reason', 'some_new_code')).toBe('Some new code');
  });

  it('switches the language of the interface and of the document', async () => {
    await setLocale('de');
    expect(t('action.takeover')).toBe('Übernehmen');
    expect(document.documentElement.lang).toBe('de');
    await setLocale('zh');
    expect(tn('knowledge.count', 2)).toBe('2 篇文章');
    await setLocale('en');
  });
});
