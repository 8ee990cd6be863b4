import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseEntry } from '../../case-file/entry.ts';
import { runApps } from '../cli/apps-process.ts';
import { createApp, type Resource, removeAssemblies } from '../infra/synthesized.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Person, signIn } from '../support/api.ts';
import {
  AWS_CLI,
  advance,
  eventually,
  readRecord,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';
import { commandsIn, Shell } from './shell.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/restoring.md'), 'utf8');

/** The commands of one section of the page. */
const commandsOf = (heading: string): readonly string[] => {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => commandsIn(block));
};

const describeWithCli = AWS_CLI ? describe : describe.skip;

describeWithCli(
  'The drill, in the order of the page, in a system with approved applications and pending reviews:',
  () => {
    let system: System;
    let home: string;
    let shell: Shell;
    let reviewer: Person;
    let auditor: Person;

    /** Runs the commands of a section; returns what they printed, by command. */
    const follow = async (heading: string): Promise<Record<string, string>> => {
      const printed: Record<string, string> = {};
      for (const command of commandsOf(heading)) {
        const ran = await shell.run(command);
        expect([command, ran]).toEqual([command, { ...ran, code: 0 }]);
        printed[command] = ran.printed;
      }
      expect(Object.keys(printed).length).toBeGreaterThan(1);
      return printed;
    };

    /** What `apps case verify` prints about an application. */
    const verify = async (id: string): Promise<string> =>
      (await runApps(system, ['case', 'verify', id], { env: { XDG_STATE_HOME: home } })).output;

    const entriesOf = async (id: string): Promise<readonly CaseEntry[]> =>
      (await auditor.get(`/applications/${id}/case-file`)).body.entries as readonly CaseEntry[];

    /** Waits until the case file of an application describes every change. */
    const complete = (id: string) =>
      eventually(`the case file of ${id}`, async () => {
        await advance(system, 0);
        const printed = await verify(id);
        return printed.includes('complete and unchanged') && !printed.includes(' 0 entries') ? printed : undefined;
      });

    beforeAll(async () => {
      home = temporaryDirectory();
      system = await startSystem();
      await runApps(system, ['login', '--user', 'auditor-1'], { env: { XDG_STATE_HOME: home } });
      reviewer = await signIn(system, 'reviewer-1');
      auditor = await signIn(system, 'auditor-1');
      await submit(system, { id: 'approved', name: 'Spock', address: '1 Street' });
      for (const id of ['first', 'second']) await submit(system, { id, name: 'evil Spock', address: '1 Street' });
      await recordIn(system, 'approved', 'APPROVED');
      for (const id of ['first', 'second']) await reviewIn(system, id, 'PENDING');
      for (const id of ['approved', 'first', 'second']) await complete(id);
      shell = new Shell(ROOT, {
        PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
        HOME: home,
        XDG_STATE_HOME: home,
        AWS_ENDPOINT_URL: system.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_REGION: 'us-east-1',
        AWS_PAGER: '',
        id: 'first',
      });
      await shell.run(
        `aws() { ${AWS_CLI} --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\napps() { node ${join(ROOT, 'cli/apps.js')} "$@"; }`,
      );
    });
    afterAll(async () => {
      shell.close();
      await system.stop();
      removeDirectory(home);
    });

    test('all tables that cannot be made again have a backup', async () => {
      const printed = Object.values(await follow('Back up')).at(-1);
      expect(printed?.split('\n').filter((line) => /before-change\s+AVAILABLE/.test(line))).toHaveLength(9);
    });

    test('a record that is missing comes back as it was, and its pending review can be decided', async () => {
      const before = await readRecord(system, 'first');
      const other = await readRecord(system, 'second');
      const printed = await follow('Items are missing');
      expect(printed['echo "$missing"']?.trim()).toBe('first');
      expect(await readRecord(system, 'first')).toEqual({ ...before, version: Number(before?.version) + 2 });
      expect(await readRecord(system, 'second')).toEqual(other);
      expect((await reviewer.post('/reviews/first/decision', { decision: 'APPROVE' })).status).toBe(200);
      expect(await recordIn(system, 'first', 'APPROVED')).toMatchObject({
        id: 'first',
        name: 'evil Spock',
        version: Number(before?.version) + 3,
      });
      await complete('first');
      const ofRecord = (await entriesOf('first')).filter(({ source }) => source.startsWith('applications#'));
      expect(ofRecord.map(({ kind }) => kind).slice(-3)).toEqual(['ITEM_REMOVED', 'ITEM_CHANGED', 'OUTCOME_RECORDED']);
    });

    test('a deleted table comes back with its reviews, which can be decided, and its changes reach the case files', async () => {
      const before = await reviewIn(system, 'second', 'PENDING');
      await follow('A table was deleted');
      expect(await reviewIn(system, 'second', 'PENDING')).toEqual(before);
      const decision = { decision: 'REJECT', reasonCode: 'OTHER', comment: 'Not convinced.' };
      expect((await reviewer.post('/reviews/second/decision', decision)).status).toBe(200);
      expect(await recordIn(system, 'second', 'REJECTED')).toMatchObject({ id: 'second', name: 'evil Spock' });
      const review = await reviewIn(system, 'second', 'REVIEW_REJECTED');
      expect(review.version).toBeGreaterThan(Number(before.version));
      await complete('second');
    });

    test('the checks pass', async () => {
      const printed = await follow('Check');
      expect(
        Object.values(printed)
          .slice(0, 2)
          .map((text) => text.trim()),
      ).toEqual(['3', '2']);
    });
  },
);

describe('The page about restoring', () => {
  afterAll(removeAssemblies);

  test('names every table of the template with its stream and its attribute of time to live', async () => {
    const { stacks } = (await createApp()).synth();
    const tables = stacks
      .flatMap(({ template }) => Object.values<Resource>(template.Resources))
      .filter(({ Type }) => Type === 'AWS::DynamoDB::Table')
      .map(({ Properties }) => {
        const { AttributeName = '' } = (Properties.TimeToLiveSpecification ?? {}) as { AttributeName?: string };
        return [String(Properties.TableName), Properties.StreamSpecification ? 'yes' : '', AttributeName];
      });
    const rows = [...PAGE.matchAll(/^\| (`[^|]+) \| ([^|]*)\| ([^|]*)\|/gm)].flatMap(
      ([, names = '', stream = '', expiry = '']) =>
        names.split(', ').map((name) => [name, stream, expiry].map((text) => text.replaceAll('`', '').trim())),
    );
    expect(rows.sort()).toEqual(tables.sort());
  });
});
