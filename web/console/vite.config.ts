import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** The console is served below /console/ by the same server as the API. */
export default defineConfig({
  base: '/console/',
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'true', // reka-ui has parts that need it
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: URL would need a wider content security policy
    modulePreload: { polyfill: false }, // the polyfill is an inline script
    manifest: true,
  },
  server: {
    port: 5174,
    proxy: { '/v1': { target: 'http://127.0.0.1:8788', ws: true } },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
  },
});
