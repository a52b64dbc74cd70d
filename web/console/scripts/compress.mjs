// Writes .gz and .br siblings beside every built text file, so that the server
// sends them as they are.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../dist/console', import.meta.url));

function* files(dir) {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of [...files(dist)]) {
  if (!/\.(js|css|html|svg|json)$/.test(path)) continue;
  const data = readFileSync(path);
  writeFileSync(path + '.gz', gzipSync(data, { level: 9 }));
  writeFileSync(path + '.br', brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
// The manifest is for scripts/size.mjs; .vite/ is dot-named and never served by name.
rmSync(join(dist, '.vite', 'manifest.json.gz'), { force: true });
rmSync(join(dist, '.vite', 'manifest.json.br'), { force: true });
