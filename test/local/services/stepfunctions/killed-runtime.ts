import { start } from 'one-machine';

/** A runtime that tests kill. Serves a data directory and prints its endpoint. Ends when its standard input ends. */
const [, , dataDir = ''] = process.argv;
const aws = await start({ dataDir, iam: 'warn', log: { info: () => {}, warn: () => {}, error: () => {} } });
process.stdout.write(`${aws.endpoint}\n`);
process.stdin.on('end', () => process.exit()).resume();
