import { join } from 'node:path';
import { defineConfig } from 'vite';

/** Builds the console into the folder in CONSOLE_OUTDIR; `dist/console` by default. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  // No inlined assets: the Content Security Policy allows only files of the page's own origin.
  build: {
    outDir: process.env.CONSOLE_OUTDIR ?? join(import.meta.dirname, '../dist/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    chunkSizeWarningLimit: 2_000,
  },
});
