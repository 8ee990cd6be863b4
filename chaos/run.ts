// `npm run chaos [-- options]`: injects faults into a running system and checks every invariant after each scenario.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanedUp } from './cleanup.ts';
import { type Options, readOptions } from './options.ts';
import { ROOT } from './process.ts';
import { choicesFrom } from './random.ts';
import { withRun } from './reliability.ts';
import { allHeld, countsText, type Result, tableOf } from './result.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const PAGE = join(ROOT, 'docs/reliability.md');
const RESULTS = join(ROOT, 'dist/chaos');
const USAGE_FAILED = 2;

const usage = (): string => {
  const lines = Object.entries(SCENARIOS).map(([name, { question, isLongOnly, missing }]) => {
    const lacks = missing();
    const notes = [isLongOnly ? 'Only in the long form.' : '', lacks === undefined ? '' : `Needs ${lacks}.`].filter(
      Boolean,
    );
    return `  ${name.padEnd(12)} ${question}${notes.map((note) => `\n${' '.repeat(15)}${note}`).join('')}`;
  });
  return [
    'Usage: npm run chaos [-- options]',
    '',
    'Injects faults into a running system and checks every invariant through its public API. Exit code 1 if one is broken.',
    '',
    '  --seed N         repeats the random choices of an earlier run',
    '  --long           runs longer and adds the result to docs/reliability.md',
    '  --only SCENARIO  runs this scenario alone; may be repeated',
    '  --minutes N      minutes that the scenario soak lasts (10)',
    '  --kind KIND      a kind of application of the scenario flush; may be repeated (all)',
    '',
    'Scenarios:',
    '',
    ...lines,
    '',
    'Results go to dist/chaos/short.json or long.json.',
    '',
  ].join('\n');
};

const progressLogger = (startMs: number) => (line: string) =>
  console.log(`  … ${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const outcomeOf = async (
  name: string,
  scenario: Scenario,
  options: Options,
): Promise<Omit<Result, 'scenario' | 'seconds'>> => {
  const reason = scenario.missing();
  if (reason !== undefined) return { status: 'SKIPPED', counts: {}, violations: [], reason: `needs ${reason}` };
  const directory = mkdtempSync(join(tmpdir(), `chaos-${name}-`));
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  return cleanedUp(remove, () => runScenario(name, scenario, { options, directory }));
};

interface Place {
  readonly options: Options;
  readonly directory: string;
}

const runScenario = async (
  name: string,
  scenario: Scenario,
  { options, directory }: Place,
): Promise<Omit<Result, 'scenario' | 'seconds'>> => {
  try {
    const { counts, violations } = await scenario.run({
      choices: choicesFrom(options.seed).stream(name),
      extent: options,
      directory,
      logProgress: progressLogger(performance.now()),
    });
    return { status: violations.length === 0 ? 'HELD' : 'BROKEN', counts, violations };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 'FAILED', counts: {}, violations: [], reason: text };
  }
};

const runOne = async (name: string, scenario: Scenario, options: Options): Promise<Result> => {
  console.log(`${name}: ${scenario.question}`);
  const startMs = performance.now();
  const outcome = await outcomeOf(name, scenario, options);
  const result = { scenario: name, seconds: (performance.now() - startMs) / 1000, ...outcome };
  console.log(`  ${result.status}  ${result.reason ?? countsText(result.counts)}`);
  if (!allHeld([result])) console.log(`  Repeat with: npm run chaos -- ${repeatOptions(name, options)}`);
  return result;
};

const repeatOptions = (name: string, { seed, isLong, minutes, kinds }: Options): string =>
  [
    `--seed ${seed}`,
    `--only ${name}`,
    ...(isLong ? ['--long', `--minutes ${minutes}`] : []),
    ...kinds.map((kind) => `--kind ${kind}`),
  ].join(' ');

const chosen = ({ only, isLong }: Options): readonly (readonly [string, Scenario])[] => {
  const unknown = only.filter((name) => !(name in SCENARIOS));
  const known = Object.keys(SCENARIOS).join(', ');
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}. Known scenarios: ${known}.`);
  return Object.entries(SCENARIOS).filter(([name, { isLongOnly }]) =>
    only.length > 0 ? only.includes(name) : isLong || !isLongOnly,
  );
};

const runAll = async (options: Options): Promise<void> => {
  const scenarios = chosen(options);
  const form = options.isLong ? 'long' : 'short';
  console.log(`Chaos, ${form} form, seed ${options.seed}\n`);
  const results: Result[] = [];
  for (const [name, scenario] of scenarios) results.push(await runOne(name, scenario, options));
  const report = { form, seed: options.seed, ranAt: new Date().toISOString(), node: process.version, results };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${form}.json`), `${JSON.stringify(report, null, 2)}\n`);
  if (options.isLong) writeFileSync(PAGE, withRun(readFileSync(PAGE, 'utf8'), report));
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
