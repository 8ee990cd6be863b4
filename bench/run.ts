// `npm run bench [-- name …]`: measures, prints, and writes bench/results/<name>.json and .svg.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './bench.ts';
import { chartOf } from './chart.ts';
import { AGAINST } from './checkout.ts';

const HERE = import.meta.dirname;
const RESULTS = join(HERE, 'results');
const USAGE_FAILED = 2;

const known = globSync('*.bench.ts', { cwd: HERE })
  .map((file) => file.replace('.bench.ts', ''))
  .sort();

const load = async (name: string): Promise<Bench> =>
  ((await import(join(HERE, `${name}.bench.ts`))) as { bench: Bench }).bench;

const dependenciesIn = (file: string): Readonly<Record<string, string>> =>
  (JSON.parse(readFileSync(join(HERE, file), 'utf8')) as { dependencies: Record<string, string> }).dependencies;

/** Versions of the packages whose performance is part of the figures. */
const versions = (): Readonly<Record<string, string>> => {
  const measured = /^(@aws-sdk\/|@aws-lambda|dynalite|jsonata|aws-cdk-lib)/;
  const named = ['../package.json', '../local/package.json'].flatMap((file) => Object.entries(dependenciesIn(file)));
  return Object.fromEntries(named.filter(([name]) => measured.test(name)));
};

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: HERE, encoding: 'utf8' }).trim();

const machine = () => ({
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  commit:
    git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with uncommitted changes'),
  versions: versions(),
  measuredAt: new Date().toISOString(),
});

const show = ({ name, value, unit, goal }: Figure): string =>
  `  ${name.padEnd(44)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit.padEnd(16)} ${goal ? `goal ${goal}` : ''}`;

const measure = async (name: string, { question, run }: Bench): Promise<void> => {
  console.log(`${name}: ${question}`);
  const startMs = performance.now();
  const seconds = () => `${((performance.now() - startMs) / 1000).toFixed(0).padStart(4)} s`;
  const figures = await run((line) => console.log(`  … ${seconds()}  ${line}`));
  for (const figure of figures) console.log(show(figure));
  const facts = machine();
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ name, question, ...facts, figures }, null, 2)}\n`);
  const caption = `${facts.cores} × ${facts.cpu}, ${facts.memoryGiB} GiB, Node ${facts.node}, commit ${facts.commit}, ${facts.measuredAt.slice(0, 10)}`;
  writeFileSync(join(RESULTS, `${name}.svg`), chartOf(question, caption, figures));
  console.log(`  bench/results/${name}.json, ${name}.svg\n`);
};

const usage = async (): Promise<string> => {
  const lines = await Promise.all(
    known.map(async (name) => {
      const { question, missing } = await load(name);
      return `  ${name.padEnd(16)} ${question}${missing === undefined ? '' : `\n${' '.repeat(19)}Needs ${missing}.`}`;
    }),
  );
  return [
    'Usage: npm run bench [-- name …]',
    '',
    'Measures on this machine. Each bench answers one question; without names all of them run:',
    '',
    ...lines,
    '',
    'Nothing else should run on the machine at the same time. Figures go to bench/results/<name>.json, and as a chart to <name>.svg.',
    '',
  ].join('\n');
};

const fail = (message: string): never => {
  console.error(message);
  process.exit(USAGE_FAILED);
};

const main = async (asked: readonly string[]): Promise<void> => {
  if (asked.includes('--help') || asked.includes('-h')) return void process.stdout.write(await usage());
  if (asked[0] === 'against' && asked.length === 2) {
    process.env[AGAINST] = asked[1];
    return main(['against']);
  }
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) fail(`There is no bench ${unknown.join(', ')}. Known benches: ${known.join(', ')}.`);
  for (const name of asked.length > 0 ? asked : known) {
    const bench = await load(name);
    if (bench.missing === undefined) await measure(name, bench);
    else if (asked.length > 0) fail(`${name} needs ${bench.missing}.`);
    else console.log(`${name}: skipped, because it needs ${bench.missing}.\n`);
  }
};

await main(process.argv.slice(2));
