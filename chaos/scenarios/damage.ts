import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../invariants.ts';
import type { Journal } from '../journal.ts';
import { submit } from '../load.ts';
import { observe } from '../observation.ts';
import { StartRefused, startProcess } from '../process.ts';
import type { Choices } from '../random.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget } from '../target.ts';
import { broken, type Violation } from '../violation.ts';

const APPLICATIONS = 20;
const RANDOM_DAMAGES = { short: 2, long: 30 } as const;
const PAGE_BYTES = 4096;
/** What the message of a refused start must contain: the file and the remedy. */
const WORDS = /runtime\.sqlite\S* .*(--restore|--accept-loss|newer runtime)/s;

/** State of the files before they are damaged: after an orderly stop, or after a kill, with a write-ahead log. */
type Left = 'stopped' | 'killed';

interface Damage {
  readonly name: string;
  readonly left: Left;
  readonly hurt: (store: string) => void;
}

const rewrite = (path: string, change: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
};

const cut = (path: string, part: number): void => truncateSync(path, Math.floor(statSync(path).size * part));

const flipMiddle = (path: string): void =>
  rewrite(path, (bytes) => {
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle);
  });

const KNOWN: readonly Damage[] = [
  { name: 'the header is zero', left: 'stopped', hurt: (store) => rewrite(store, (bytes) => bytes.fill(0, 0, 16)) },
  { name: 'the file is cut to half', left: 'stopped', hurt: (store) => cut(store, 0.5) },
  { name: 'the file is empty', left: 'stopped', hurt: (store) => cut(store, 0) },
  { name: 'the file is missing', left: 'stopped', hurt: (store) => rmSync(store) },
  { name: 'one bit pattern of the file is changed', left: 'stopped', hurt: flipMiddle },
  { name: 'the file is missing, the log is there', left: 'killed', hurt: (store) => rmSync(store) },
  { name: 'the log is missing', left: 'killed', hurt: (store) => rmSync(`${store}-wal`) },
  { name: 'the log is cut to half', left: 'killed', hurt: (store) => cut(`${store}-wal`, 0.5) },
  { name: 'one byte of the log is changed', left: 'killed', hurt: (store) => flipMiddle(`${store}-wal`) },
];

/** Overwrites a random page of the database file or of its log with random bytes. */
const randomDamage = (choices: Choices, number: number): Damage => {
  const left = choices.pick(['stopped', 'killed'] as const);
  const part = choices.next();
  const hurt = (store: string): void =>
    rewrite(left === 'stopped' ? store : `${store}-wal`, (bytes) => {
      const start = Math.floor(part * Math.max(1, bytes.length - PAGE_BYTES));
      for (let at = start; at < Math.min(start + PAGE_BYTES, bytes.length); at += 1)
        bytes.writeUInt8(choices.between(0, 255), at);
    });
  return { name: `random page ${number} (${left}, at ${(part * 100).toFixed(0)} %)`, left, hurt };
};

/** Creates the two undamaged stores; resolves with the acknowledgements of their clients. */
const makeStores = async (directory: string): Promise<Journal> => {
  const data = join(directory, 'data');
  const target = await startTarget(data);
  const planned = Array.from({ length: APPLICATIONS }, (_, index) => ({ id: `d${index}`, kind: 'approve' as const }));
  for (let first = 0; first < APPLICATIONS; first += 10) await submit(target, planned.slice(first, first + 10));
  const violations = await settledViolations(target);
  if (violations.length > 0)
    throw new Error(`Invariants were violated before the damage: ${JSON.stringify(violations)}`);
  await target.kill();
  cpSync(data, join(directory, 'killed'), { recursive: true });
  await target.restart();
  const { code } = await target.system().stop();
  if (code !== 0) throw new Error(`The system stopped with exit code ${code}.`);
  cpSync(data, join(directory, 'stopped'), { recursive: true });
  return target.journal;
};

/** Starts the system with a damaged store; returns the violations of the promise about damage. */
const violationsAfter = async (dataDir: string, name: string, journal: Journal): Promise<readonly Violation[]> => {
  try {
    const system = await startProcess({ dataDir });
    const lost = judge(journal, await observe(system.clients)).length;
    await system.kill();
    return broken('damage is refused', name, lost > 0 && `started, and breaks ${lost} invariants`);
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    const isInWords = error.code === 1 && WORDS.test(error.printed);
    return broken('damage is refused', name, !isInWords && `ended with ${error.code}: ${error.printed}`);
  }
};

const run = async ({ directory, choices, extent, logProgress }: Stage) => {
  const journal = await makeStores(directory);
  const count = extent.isLong ? RANDOM_DAMAGES.long : RANDOM_DAMAGES.short;
  const damages = [...KNOWN, ...Array.from({ length: count }, (_, number) => randomDamage(choices, number))];
  const violations: Violation[] = [];
  for (const { name, left, hurt } of damages) {
    const dataDir = join(directory, 'damaged');
    rmSync(dataDir, { recursive: true, force: true });
    cpSync(join(directory, left), dataDir, { recursive: true });
    hurt(join(dataDir, 'runtime.sqlite'));
    violations.push(...(await violationsAfter(dataDir, name, journal)));
  }
  logProgress(`${damages.length} damaged stores were started`);
  return { counts: { damages: damages.length }, violations };
};

export const scenario: Scenario = {
  question: "Is each kind of damage to the store's files refused with a message that says what to do?",
  missing: () => undefined,
  run,
};
