import { start } from 'one-machine';

/** A runtime for tests to kill: serves a data directory and prints its endpoint. It ends with its standard input. */
const [, , dataDir = ''] = process.argv;
const aws = await start({ dataDir, iam: 'warn', log: { info: () => {}, warn: () => {}, error: () => {} } });
process.stdout.write(`${aws.endpoint}\n`);
process.stdin.on('end', () => process.exit()).resume();
