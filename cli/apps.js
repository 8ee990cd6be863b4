#!/usr/bin/env node
// The command line: `npm run -s apps -- --help`. Compiled code is kept from one run to the next; the cache must be on before
// the rest is loaded. Not in TypeScript, for that would load what strips types, at every run.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../dist/compiled'));
const { run } = await import('./run.ts');
await run();
