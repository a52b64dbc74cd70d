// One line a test, and for a failed one what was missed, short enough to read.
// FAILED_FILES names a file that gets the paths of test files with a failure.
import { appendFileSync } from 'node:fs';

const MOST_LINES = 14;

export default async function* lines(source) {
  const sum = { pass: 0, fail: 0 };
  const began = performance.now();
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite' || data.skip) continue;
    const ok = type === 'test:pass';
    sum[ok ? 'pass' : 'fail']++;
    yield `${ok ? 'ok  ' : 'FAIL'} ${(data.details.duration_ms / 1000).toFixed(1).padStart(5)} s  ${data.name}\n`;
    if (ok) continue;
    yield `${explain(data.details.error)}\n`;
    if (process.env.FAILED_FILES) appendFileSync(process.env.FAILED_FILES, `${data.file}\n`);
  }
  yield `${sum.pass} passed, ${sum.fail} failed in ${((performance.now() - began) / 1000).toFixed(1)} s\n`;
}

function explain(error) {
  const cause = error.cause ?? error;
  const text = String(cause.stack ?? cause).replace(/\u001b\[[0-9;]*m/g, '');
  const kept = text.split('\n').filter((line) => !/node_modules|node:internal/.test(line));
  return kept.slice(0, MOST_LINES).map((line) => `       ${line}`).join('\n');
}
