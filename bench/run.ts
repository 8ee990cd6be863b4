// `npm run bench [-- name …]`: measures and prints; results also go to bench/results/<name>.json.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './bench.ts';

const HERE = import.meta.dirname;
const known = globSync('*.bench.ts', { cwd: HERE })
  .map((file) => file.replace('.bench.ts', ''))
  .sort();

const machine = () => ({
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: HERE, encoding: 'utf8' }).trim(),
  measuredAt: new Date().toISOString(),
});

const show = ({ name, value, unit, goal }: Figure): string =>
  `  ${name.padEnd(44)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit.padEnd(16)} ${goal ? `goal ${goal}` : ''}`;

const measure = async (name: string): Promise<void> => {
  const { bench } = (await import(join(HERE, `${name}.bench.ts`))) as { bench: Bench };
  console.log(`${name}: ${bench.question}`);
  const figures = await bench.run((line) => console.log(`  … ${line}`));
  for (const figure of figures) console.log(show(figure));
  console.log();
  mkdirSync(join(HERE, 'results'), { recursive: true });
  writeFileSync(join(HERE, 'results', `${name}.json`), `${JSON.stringify({ name, ...machine(), figures }, null, 2)}\n`);
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : known) await measure(name);
