import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Node that `npm ci` installs on Linux and Windows. */
const OWN_NODE = join(import.meta.dirname, '../node_modules/.bin/node');

/** Runs the program with the project's own Node; without one, explains which Node is needed and exits with 1. */
export function runWithOwnNode(program) {
  if (!existsSync(OWN_NODE)) {
    process.stderr.write(`apps runs on Node 24, found ${process.versions.node}: https://nodejs.org\n`);
    process.exit(1);
  }
  const child = spawn(OWN_NODE, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both processes; the child decides what it means.
  process.on('SIGINT', () => {});
  child.once('exit', (code) => process.exit(code ?? 1));
}
