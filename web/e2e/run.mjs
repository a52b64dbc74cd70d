// Runs the browser tests against the real server. FRONTDESK_BIN names the
// program; without it the program is built once, with the pages of web/dist.
//
//   npm run e2e                    all
//   npm run e2e -- story keyboard  the files whose names contain these words
//   SHOTS=DIR npm run e2e          and pictures of every state that is checked
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'frontdesk-e2e-'));
const env = { ...process.env };
if (!env.FRONTDESK_BIN) {
  env.FRONTDESK_BIN = join(work, 'frontdesk');
  const build = ['build', '-o', env.FRONTDESK_BIN, './cmd/frontdesk'];
  execFileSync('go', build, { cwd: join(here, '../..'), stdio: 'inherit', env: { ...env, CGO_ENABLED: '0' } });
}

const words = process.argv.slice(2);
const files = readdirSync(join(here, 'test'))
  .filter((name) => name.endsWith('.test.mjs') && (!words.length || words.some((word) => name.includes(word))))
  .map((name) => join(here, 'test', name));

/** Plays files, and gives the exit code. */
function play(files, atOnce) {
  const args = ['--test', `--test-reporter=${join(here, 'lib/reporter.mjs')}`, `--test-concurrency=${atOnce}`, ...files];
  const tests = spawn(process.execPath, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => tests.kill(signal));
  return new Promise((done) => tests.on('exit', (code) => done(code ?? 1)));
}

const code = await play(files, 2);
rmSync(work, { recursive: true, force: true });
process.exit(code);
