import { join } from 'node:path';
import { defineConfig } from 'vite';
import { fontFiles } from './font-files.ts';

/** Builds the console into the folder of the variable CONSOLE_OUTDIR, or into `dist/console` without this variable. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  plugins: [fontFiles()],
  // Assets are not inlined, because the Content Security Policy allows only files of the page's own origin.
  build: {
    outDir: process.env.CONSOLE_OUTDIR ?? join(import.meta.dirname, '../dist/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    chunkSizeWarningLimit: 2_000,
  },
});
