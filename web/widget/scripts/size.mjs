// Fails when the loader or the app has grown over what a shop's page may be
// asked to carry. Sizes are gzip -9 bytes; the app's include its style sheet
// and every chunk that is not a locale.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(here, '../dist/widget');
const locales = new Set(readdirSync(join(here, 'src/locales')).map((name) => name.replace('.json', '')));
const weight = (name) => gzipSync(readFileSync(join(out, name)), { level: 9 }).length;

const scripts = readdirSync(out).filter((name) => name.endsWith('.js') && !name.startsWith('demo'));
const isLocale = (name) => locales.has(name.slice(0, name.indexOf('-')));
const app = scripts.filter((name) => name !== 'loader.js' && !isLocale(name));
const sum = (names) => names.reduce((total, name) => total + weight(name), 0);

const rows = [
  ['loader.js', sum(['loader.js']), 3 * 1024],
  ['app', sum(app), 30 * 1024],
  ['largest locale', Math.max(...scripts.filter(isLocale).map(weight)), 3 * 1024],
];
let over = false;
for (const [what, bytes, limit] of rows) {
  over ||= bytes > limit;
  console.log(`${what}: ${bytes} of ${limit} bytes gzip${bytes > limit ? '  TOO LARGE' : ''}`);
}
process.exit(over ? 1 : 0);
