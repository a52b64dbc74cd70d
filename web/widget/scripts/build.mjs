// Builds the widget into web/dist/widget: the app as an ES module with lazy
// locales, then the loader, which knows the app's hashed name, the demo page,
// and a .gz and .br sibling of each file.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(here, '../dist/widget');
const common = {
  configFile: false,
  root: here,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};
const target = ['es2022', 'chrome94', 'firefox101', 'safari16.4'];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const built = await build({
  ...common,
  build: {
    target,
    outDir: out,
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: join(here, 'src/main.tsx'),
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: 'app-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
const app = built.output.find((file) => file.isEntry).fileName;

await build({
  ...common,
  define: { __APP__: JSON.stringify(app) },
  build: {
    target,
    outDir: out,
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: join(here, 'src/loader.ts'),
      output: { format: 'iife', entryFileNames: 'loader.js' },
    },
  },
});

for (const name of readdirSync(join(here, 'demo'))) copyFileSync(join(here, 'demo', name), join(out, name));

for (const name of readdirSync(out)) {
  const data = readFileSync(join(out, name));
  writeFileSync(join(out, `${name}.gz`), gzipSync(data, { level: 9 }));
  writeFileSync(
    join(out, `${name}.br`),
    brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
}
