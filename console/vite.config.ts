import { join } from 'node:path';
import { defineConfig } from 'vite';

/** Builds the console into the folder named by CONSOLE_OUTDIR, `dist/console` without. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  // Nothing inline: the Content Security Policy lets the page load files of its own only.
  build: {
    outDir: process.env.CONSOLE_OUTDIR ?? join(import.meta.dirname, '../dist/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    chunkSizeWarningLimit: 2_000,
  },
});
