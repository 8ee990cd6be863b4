// `npm run attack [-- options]`: attacks a running system through every door, and judges its answers.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanedUp } from '../chaos/cleanup.ts';
import { ROOT } from '../chaos/process.ts';
import { choicesFrom } from '../chaos/random.ts';
import { countsText } from '../chaos/result.ts';
import { LONG_INPUTS, type Options, readOptions, SHORT_INPUTS } from './options.ts';
import type { Part, Stage } from './part.ts';
import { PARTS } from './parts.ts';
import { allHeld, type Result, tableOf } from './result.ts';

const RESULTS = join(ROOT, 'dist/attack');
const USAGE_FAILED = 2;

const usage = (): string =>
  [
    'Usage: npm run attack [-- options]',
    '',
    'Attacks a running system through every door and judges its answers. Exit code 1 if something is found.',
    '',
    '  --seed N       repeats the random inputs of an earlier run',
    `  --long         sends ${LONG_INPUTS} random inputs instead of ${SHORT_INPUTS}`,
    '  --inputs N     sends N random inputs',
    '  --input N      sends only input N of a run with this --seed, and prints request and answer',
    '  --only PART    runs this part alone; may be repeated',
    '',
    'Parts:',
    '',
    ...Object.entries(PARTS).map(([name, { question }]) => `  ${name.padEnd(10)} ${question}`),
    '',
    'Results go to dist/attack/result.json.',
    '',
  ].join('\n');

const progressLogger = (startMs: number) => (line: string) =>
  console.log(`  … ${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const withDirectory = <Value>(name: string, work: (directory: string) => Promise<Value>): Promise<Value> => {
  const directory = mkdtempSync(join(tmpdir(), `attack-${name}-`));
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  return cleanedUp(remove, () => work(directory));
};

const outcomeOf = async (part: Part, stage: Stage): Promise<Omit<Result, 'part' | 'seconds'>> => {
  try {
    const { counts, faults, notes = [] } = await part.run(stage);
    return { status: faults.length === 0 ? 'HELD' : 'FOUND', counts, faults, notes };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 'FAILED', counts: {}, faults: [], notes: [], reason };
  }
};

const runOne = async (name: string, part: Part, { seed, inputs, input }: Options): Promise<Result> => {
  console.log(`${name}: ${part.question}`);
  const startMs = performance.now();
  const outcome = await withDirectory(name, (directory) =>
    outcomeOf(part, {
      choices: choicesFrom(seed).stream(name),
      inputs,
      input,
      directory,
      logProgress: progressLogger(startMs),
    }),
  );
  const result = { part: name, seconds: (performance.now() - startMs) / 1000, ...outcome };
  for (const note of result.notes) console.log(`  ${note}`);
  console.log(`  ${result.status}  ${result.reason ?? countsText(result.counts)}`);
  if (result.status !== 'HELD')
    console.log(`  Repeat with: npm run attack -- --seed ${seed} --only ${name} --inputs ${inputs}`);
  return result;
};

const chosen = ({ only }: Options): readonly (readonly [string, Part])[] => {
  const unknown = only.filter((name) => !(name in PARTS));
  const known = Object.keys(PARTS).join(', ');
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. Known parts: ${known}.`);
  return Object.entries(PARTS).filter(([name]) => only.length === 0 || only.includes(name));
};

const runAll = async (options: Options): Promise<void> => {
  const parts = chosen(options);
  console.log(`Attack, ${options.inputs} random inputs, seed ${options.seed}\n`);
  const results: Result[] = [];
  for (const [name, part] of parts) results.push(await runOne(name, part, options));
  const report = { seed: options.seed, ranAt: new Date().toISOString(), node: process.version, results };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'result.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nSeed ${options.seed}\n${tableOf(results)}`);
  process.exitCode = allHeld(results) ? 0 : 1;
};

const main = async (args: readonly string[]): Promise<void> => {
  try {
    const options = readOptions(args);
    if (options.isHelp) return void process.stdout.write(usage());
    await runAll(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = USAGE_FAILED;
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
