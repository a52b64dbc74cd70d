import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ImportRun from '../src/components/imports/ImportRun.vue';
import type { ImportRow } from '../src/wire';
import { bench, json, mount, unmountAll, until, type Bench } from './kit';

let b: Bench;
beforeEach(() => {
  b = bench();
});
afterEach(unmountAll);

const row = (n: number, outcome: ImportRow['outcome']) => ({ n, key: `faq.csv#${n}`, file: 'faq.csv', line: n + 1, outcome });

/** The report of an import that has ended. */
async function report(items: object[], counts: Record<string, number>): Promise<string> {
  const none = { files: 1, bytes: 9, added: 0, changed: 0, unchanged: 0, held: 0, removed: 0, missing: 0, refused: 0 };
  const job = { id: 'i-1', kind: 'upload', name: 'faq.csv', source: 'faq', state: 'done', by: 'Li', created_at: '2026-03-02T09:00:00Z', total: 1, cancelled: false, counts: { ...none, ...counts } };
  b.net.control.hook = ({ path }) => (path.endsWith('/rows') ? json(200, { items, next: null }) : json(200, job));
  const { host } = mount(ImportRun, b, { id: 'i-1' });
  await until(() => host.querySelectorAll('tbody tr').length === items.length);
  return host.textContent!;
}

describe('a table with refused rows', () => {
  it('was not taken where nothing else is told of it', async () => {
    expect(await report([row(1, 'refused')], { refused: 1 })).toContain('Nothing of faq.csv was taken');
  });

  it('was taken where rows of it were', async () => {
    expect(await report([row(1, 'added'), row(2, 'refused')], { added: 1, refused: 1 })).not.toContain('Nothing of');
  });

  // Reports do not keep the rows of what was found as it is.
  it('may have been taken where rows were found unchanged', async () => {
    expect(await report([row(2, 'refused')], { unchanged: 3, refused: 1 })).not.toContain('Nothing of');
  });
});
