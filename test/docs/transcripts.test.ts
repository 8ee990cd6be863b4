import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { signIn } from '../support/api.ts';
import {
  type Applicant,
  advance,
  eventually,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';
import { settled, shownPart, transcriptOf } from './transcript.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Commands that may be repeated, and whose result may come a moment later than a program asks for it. */
const REPEATABLE = new Set(['list', 'next', 'timeline', 'graph', 'show', 'verify', '--confirm']);

let system: System;
/** Home and working directory of the person who types the commands. */
let home: string;

const apps = (...args: readonly string[]) => runApps(system, args, { cwd: home, env: { XDG_STATE_HOME: home } });

/** Runs the commands of a page in their order, and compares what they print. */
async function follow(page: string, alike: (text: string) => string = settled): Promise<void> {
  for (const { args, printed } of transcriptOf(page)) {
    let last = '';
    const isRepeatable = args.some((word) => REPEATABLE.has(word));
    await eventually(`apps ${args.join(' ')}`, async () => {
      const { output, errors } = await apps(...args);
      last = alike(shownPart(printed, output + errors));
      return !isRepeatable || last === alike(printed) ? true : undefined;
    }).catch(() => undefined);
    expect([args, last]).toEqual([args, alike(printed)]);
  }
}

const startAnew = () => {
  beforeAll(async () => {
    home = temporaryDirectory();
    system = await startSystem();
  });
  afterAll(async () => {
    await system.stop();
    removeDirectory(home);
  });
};

const many = (count: number, name: string, applicant: Omit<Applicant, 'id'>): readonly Applicant[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}-${index}`, ...applicant }));

const submitAll = async (applicants: readonly Applicant[], state: string): Promise<void> => {
  for (const applicant of applicants) await submit(system, applicant);
  for (const { id } of applicants) await recordIn(system, id, state);
};

describe('The commands print the output that the page shows:', () => {
  startAnew();

  test('docs/reviewing.md', async () => {
    expect(transcriptOf('docs/reviewing.md').length).toBeGreaterThan(10);
    await follow('docs/reviewing.md');
  });
});

describe('The commands print, in one system, the output that the page shows:', () => {
  startAnew();

  test('docs/check-rules.md, with the rules of the page', async () => {
    const page = readFileSync(join(ROOT, 'docs/check-rules.md'), 'utf8');
    writeFileSync(join(home, 'rules.json'), /```json\n(.*?)```/s.exec(page)?.[1] ?? '');
    await submitAll(many(12, 'spock', { name: 'Spock', address: '1 Street' }), 'APPROVED');
    await submitAll(many(7, 'lord', { name: 'Lord Vader', address: '1 Street' }), 'APPROVED');
    await submitAll(many(6, 'evil', { name: 'evil Spock', address: '1 Street' }), 'FLAGGED_FOR_REVIEW');
    await submitAll(many(4, 'moon', { name: 'Spock', address: 'Moon' }), 'FLAGGED_FOR_REVIEW');
    await submitAll(
      many(1, 'mark', { name: 'UNPROCESSABLE_DATA', address: '1 Street' }),
      'FLAGGED_WITH_UNPROCESSABLE_DATA',
    );
    await apps('login', '--user', 'operator-1');
    // A preview gives the applications in any order.
    const inAnyOrder = (text: string) => settled(text).replaceAll(/(evil|lord)-\d/g, '$1-N');
    await follow('docs/check-rules.md', inAnyOrder);
  });

  test('docs/supervising.md, of a reviewer who holds two cases', async () => {
    const reviewer = await signIn(system, 'reviewer-1');
    for (const id of ['v-1', 'v-2']) {
      await submit(system, { id, name: 'evil Spock', address: '1 Street' });
      await reviewIn(system, id, 'PENDING');
      expect((await reviewer.post(`/reviews/${id}/claim`)).status).toBe(200);
    }
    await apps('login', '--user', 'supervisor-1');
    await follow('docs/supervising.md');
  });

  test('docs/case-file.md, of files that are sealed', async () => {
    await advance(system, 2 * 86_400);
    const counted = (text: string) => settled(text).replaceAll(/\b\d+ (files|entries)|entry \d+/g, 'COUNT');
    await follow('docs/case-file.md', counted);
  });

  test('docs/data.md, of an approved application', async () => {
    await submitAll([{ id: 'a-1', name: 'Spock', address: '1 Street' }], 'APPROVED');
    await follow('docs/data.md');
  });
});
