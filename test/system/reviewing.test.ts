import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { eventually, type System, startSystem } from '../support/system.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/reviewing.md'), 'utf8');

let system: System;
let home: string;
beforeAll(async () => {
  home = temporaryDirectory();
  system = await startSystem();
});
afterAll(async () => {
  await system.stop();
  removeDirectory(home);
});

interface Shown {
  readonly args: readonly string[];
  readonly printed: string;
}

const A_DAY = /\d{4}-\d\d-\d\d/g;
/** Stands for the days in the commands, which are in the past at some time. */
const SOON = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

/** The commands in docs/reviewing.md, each with the output that the document shows. */
const commands: readonly Shown[] = [...PAGE.matchAll(/```console\n(.*?)```/gs)]
  .flatMap(([, block = '']) => block.split(/^\$ apps /m).slice(1))
  .map((text) => {
    const [command = '', ...lines] = text.split('\n');
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    return { args, printed: lines.join('\n').trim() };
  });

/**
 * Replaces everything that differs between runs: times, durations, addresses, generated ids, widths, order of lines.
 */
const settled = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(A_DAY, 'DAY')
    .replaceAll(/\b\d+ (ms|s|min|h|d)\b( \d+ (ms|s|min|h)\b)?/g, 'SPAN')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'ENDPOINT')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
    .replaceAll(/ +/g, ' ')
    .trim()
    .split('\n')
    .sort()
    .join('\n');

const READS = new Set(['list', 'next', 'timeline', 'graph', 'show']);

test('The commands in docs/reviewing.md print the output that the document shows', async () => {
  expect(commands.length).toBeGreaterThan(10);
  for (const { args, printed } of commands) {
    const run = async () => {
      const dated = args.map((arg) => arg.replace(A_DAY, SOON));
      const { output, errors } = await runApps(system, dated, { env: { XDG_STATE_HOME: home } });
      return settled(output + errors);
    };
    let last = '';
    const isRead = args.some((word) => READS.has(word));
    await eventually(`apps ${args.join(' ')}`, async () => {
      last = await run();
      return !isRead || last === settled(printed) ? true : undefined;
    }).catch(() => undefined);
    expect([args, last]).toEqual([args, settled(printed)]);
  }
});
