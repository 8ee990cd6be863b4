#!/usr/bin/env node
// Entry point of the command line: `npx apps --help`. Node caches compiled code between runs; the cache must be enabled
// before other modules load. This file is JavaScript because a TypeScript entry point loads the type stripper on every run,
// and because an older Node, with which `npm link` may start it, must be able to read it.
import module from 'node:module';
import { join } from 'node:path';

/** The first major version of Node that strips types. */
const LEAST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  const { runWithOwnNode } = await import('./own-node.js');
  runWithOwnNode(import.meta.filename);
} else {
  module.enableCompileCache(join(import.meta.dirname, '../dist/compiled'));
  const { run } = await import('./run.ts');
  await run();
}
