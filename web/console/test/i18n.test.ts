import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import de from '../src/i18n/de.json';
import en from '../src/i18n/en.json';
import es from '../src/i18n/es.json';
import zh from '../src/i18n/zh.json';
import { label, setLocale, t, tn } from '../src/i18n';

const others: Record<string, Record<string, string>> = { de, zh, es };
const english: Record<string, string> = en;

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

  it('names every reason code of the handoff', () => {
    const codes = 'customer_request low_confidence ambiguous missing_knowledge unsupported_request policy_restriction sensitive_topic emotion vip_rule loop turn_cap tool_failure guard_block identity_failed pending_clarification promise_open usage_limit out_of_hours agent_pull error';
    for (const code of codes.split(' ')) expect(english[`reason.${code}`], code).toBeTruthy();
  });

  it.each([
    ['rung', 'bot/decide.go', /^\t\{"(\w+)", \(\*Bot\)/gm],
    ['reason', 'bot/decide.go', /^\tReason\w+ +Reason = "(\w+)"/gm],
    ['entity', 'bot/nlu/entity/entity.go', /^\t[A-Z]\w+ += "(\w+)"/gm],
  ])('names every %s of the program', (group, file, pattern) => {
    const codes = [...readFileSync(`../../${file}`, 'utf8').matchAll(pattern)].map((m) => m[1]!);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !english[`${group}.${code}`])).toEqual([]);
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
