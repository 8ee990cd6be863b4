#!/usr/bin/env node
// Entry point of the command line: `npm run -s apps -- --help`. Node caches compiled code between runs; the cache must be
// enabled before other modules load. This file is JavaScript because a TypeScript entry point loads the type stripper on
// every run.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../dist/compiled'));
const { run } = await import('./run.ts');
await run();
