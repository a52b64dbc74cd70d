// The weight of the first page: everything that index.html pulls in plus the
// inbox, the page that agents see first. Fails above the budget, on an inline
// script, and on a file without its compressed sibling.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const budget = 150 * 1024;
const dist = fileURLToPath(new URL('../../dist/console', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));

/** The files that loading a chunk loads: itself, its styles, its static imports. */
function closure(key, seen = new Set(), out = new Set()) {
  if (seen.has(key)) return out;
  seen.add(key);
  const chunk = manifest[key];
  out.add(chunk.file);
  for (const css of chunk.css ?? []) out.add(css);
  for (const next of chunk.imports ?? []) closure(next, seen, out);
  return out;
}

const files = new Set(['index.html', ...closure('index.html'), ...closure('src/pages/InboxPage.vue')]);
let total = 0;
let failed = false;
for (const file of files) {
  const gz = join(dist, file + '.gz');
  if (!existsSync(gz)) {
    console.error(`no compressed sibling: ${file}`);
    failed = true;
    continue;
  }
  const bytes = readFileSync(gz).length;
  total += bytes;
  console.log(`${String(bytes).padStart(8)}  ${file}`);
}
const html = readFileSync(join(dist, 'index.html'), 'utf8');
if (/<script(?![^>]*\bsrc=)[^>]*>/i.test(html) || /<style|\son\w+=|\sstyle=/i.test(html)) {
  console.error('index.html holds inline script or style: a strict content security policy would refuse it');
  failed = true;
}
console.log(`${String(total).padStart(8)}  first load, gzip (budget ${budget})`);
if (total > budget || failed) process.exit(1);
