import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseEntry } from '../../case-file/entry.ts';
import { verifyFile } from '../../case-file/verify.ts';
import type { ItemState } from '../../case-file/versions.ts';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { signIn } from '../support/api.ts';
import { seeded } from '../support/seed.ts';
import {
  advance,
  allEnded,
  eventually,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const STREET = '123 Enterprise Street';

const itemsOf = async ({ tables }: System, TableName: string) =>
  (await tables.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];

/** The stored entries of each file, in order. */
const filesIn = async (system: System): Promise<ReadonlyMap<string, readonly CaseEntry[]>> => {
  const entries = (await itemsOf(system, 'case-entries')) as CaseEntry[];
  entries.sort((left, right) => left.number - right.number);
  return Map.groupBy(entries, ({ applicationId }) => applicationId);
};

/** The items of each application, with their versions. */
const describedItems = async (system: System): Promise<ReadonlyMap<string, readonly ItemState[]>> => {
  const items: { readonly id: string; readonly item: ItemState }[] = [];
  for (const table of ['applications', 'reviews', 'accounts'])
    for (const { id, applicationId, version = 1 } of await itemsOf(system, table))
      items.push({ id: id ?? applicationId, item: { table, version, isRecent: false } });
  const grouped = Map.groupBy(items, ({ id }) => id);
  return new Map([...grouped].map(([id, own]) => [id, own.map(({ item }) => item)]));
};

/** The files once each is correct and describes every version of every item. */
const filesUpToDate = async (system: System) =>
  eventually('complete case files without findings', async () => {
    await advance(system, 0);
    const items = await describedItems(system);
    const files = await filesIn(system);
    const findings = [...items].flatMap(([applicationId, own]) =>
      verifyFile(files.get(applicationId) ?? [], { applicationId, items: own }),
    );
    return items.size > 0 && findings.length === 0 ? files : undefined;
  });

const kindsOf = (entries: readonly CaseEntry[] = []) => entries.map(({ kind }) => kind);

describe('The case file', () => {
  let system: System;
  let home: string;
  beforeAll(async () => {
    system = await startSystem();
    home = temporaryDirectory();
    await submit(system, { id: 'clean', name: 'Spock', address: STREET, email: 'spock@example.com' });
    await submit(system, { id: 'rejected', name: 'evil Kirk', address: STREET });
    await reviewIn(system, 'rejected', 'PENDING');
    const reviewer = await signIn(system, 'reviewer-1');
    expect((await reviewer.post('/reviews/rejected/claim')).status).toBe(200);
    const decision = { decision: 'REJECT', reasonCode: 'OTHER', comment: 'evil' };
    expect((await reviewer.post('/reviews/rejected/decision', decision)).status).toBe(200);
    await recordIn(system, 'rejected', 'REJECTED');
    await recordIn(system, 'clean', 'APPROVED');
    await allEnded(system, 2);
  });
  afterAll(async () => {
    await system.stop();
    removeDirectory(home);
  });

  const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: home } });

  /** The entries of an application once these kinds are among them. */
  const entriesWith = (id: string, ...kinds: readonly string[]) =>
    eventually(`the entries ${kinds.join(' and ')} of ${id}`, async () => {
      await advance(system, 0);
      const own = (await filesIn(system)).get(id) ?? [];
      return kinds.every((kind) => kindsOf(own).includes(kind)) ? own : undefined;
    });

  test('of an approved application has its submission, checks, outcome, account and mail', async () => {
    const files = await filesUpToDate(system);
    const entries = await entriesWith('clean', 'ACCOUNT_OPENED', 'MAIL_SENT');
    expect(kindsOf(entries).slice(0, 4)).toEqual(['SUBMITTED', 'CHECKED', 'CHECKED', 'OUTCOME_RECORDED']);
    expect(kindsOf(entries).slice(4).toSorted()).toEqual(['ACCOUNT_OPENED', 'MAIL_SENT']);
    const mail = entries.find(({ kind }) => kind === 'MAIL_SENT');
    expect(mail?.facts).toMatchObject({ outcome: 'APPROVED', run: entries[0]?.facts.run });
    expect(entries[0]?.personal).toMatchObject({ name: 'Spock', address: STREET, email: 'spock@example.com' });
    expect(files.size).toBe(2);
  });

  test('of a reviewed application has its request, claim, decision and outcome', async () => {
    await filesUpToDate(system);
    const entries = await entriesWith('rejected', 'MAIL_SENT');
    expect(kindsOf(entries).toSorted()).toEqual([
      'CHECKED',
      'CHECKED',
      'DECISION_NOTED',
      'MAIL_SENT',
      'OUTCOME_RECORDED',
      'REVIEW_CLAIMED',
      'REVIEW_CLOSED',
      'REVIEW_OPENED',
      'REVIEW_REQUESTED',
      'SUBMITTED',
    ]);
    const noted = entries.find(({ kind }) => kind === 'DECISION_NOTED');
    expect(noted).toMatchObject({
      facts: { decision: 'REJECT', reviewer: 'reviewer-1', reasonCode: 'OTHER' },
      personal: { comment: 'evil' },
    });
  });

  test('of an application that is submitted twice says which run did nothing', async () => {
    await submit(system, { id: 'clean', name: 'Spock', address: STREET, email: 'spock@example.com' });
    const entries = await entriesWith('clean', 'RUN_IGNORED');
    const [first, ...others] = entries.filter(({ kind }) => kind === 'RUN_IGNORED');
    expect(others).toEqual([]);
    expect(Object.keys(first?.facts ?? {}).toSorted()).toEqual(['endedAt', 'run']);
    expect(first?.facts.run).not.toBe(entries[0]?.facts.run);
  });

  test('says who redrove a dead letter about the application, and who deleted one', async () => {
    const queue = 'open-account-dlq';
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    const MessageBody = JSON.stringify({ 'detail-type': 'ApplicationApproved', detail: { applicationId: 'clean' } });
    const leave = () => system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const { MessageId: redriven } = await leave();
    const operator = await signIn(system, 'operator-1');
    const answer = await operator.post(`/operations/dead-letters/${queue}/redrive`);
    expect([answer.status, answer.body.sentBack]).toEqual([200, 1]);
    const { MessageId: deleted } = await leave();
    expect((await apps('dlq', 'delete', queue, '--all', '--yes')).code).toBe(0);
    const { MessageId: redrivenDirectly } = await leave();
    expect((await apps('dlq', 'redrive', queue, '--yes')).code).toBe(0);
    const entries = await eventually('the entries of three dead letters', async () => {
      await advance(system, 0);
      const own = (await filesIn(system)).get('clean')?.filter(({ kind }) => kind.startsWith('DEAD_LETTER_'));
      return own?.length === 3 ? own : undefined;
    });
    const facts = { what: 'ApplicationApproved', queue };
    const caller = expect.stringMatching(/^arn:aws:(iam|sts)::/);
    expect(entries.map((entry) => [entry.kind, entry.facts])).toEqual([
      ['DEAD_LETTER_REDRIVEN', { ...facts, messageId: redriven, who: 'operator-1' }],
      ['DEAD_LETTER_DELETED', { ...facts, messageId: deleted, who: caller }],
      ['DEAD_LETTER_REDRIVEN', { ...facts, messageId: redrivenDirectly, who: caller }],
    ]);
    await filesUpToDate(system);
  });

  test('can be shown, verified and exported with apps', async () => {
    await apps('login', '--user', 'supervisor-1');
    const shown = await apps('case', 'show', 'clean');
    expect([shown.code, shown.output.split('\n')[0]]).toEqual([0, expect.stringMatching(/^1 .* SUBMITTED /)]);
    const verified = await apps('case', 'verify', 'clean');
    expect([verified.code, verified.output]).toEqual([
      0,
      'clean: 10 entries, complete and unchanged; not sealed yet.\n',
    ]);
    const all = await apps('case', 'verify', '--all');
    expect([all.code, all.output]).toEqual([0, '2 files with 20 entries verified; 0 have findings.\n']);
    const page = await apps('case', 'export', 'rejected', '--html');
    expect(page.output).toContain('<h2>Decisions</h2>');
    expect(page.output).toContain('reviewer: reviewer-1');
  });

  test('is sealed every day; afterwards also a cut end is found', async () => {
    await advance(system, 86_400);
    const sealed = await eventually('the seal', async () => {
      await advance(system, 0);
      const [seal] = (await itemsOf(system, 'case-seals')).filter(({ id }) => id === '#latest');
      return seal;
    });
    expect(sealed).toMatchObject({ files: 2 });
    const verified = await apps('case', 'verify', 'clean');
    expect([verified.code, verified.output]).toEqual([
      0,
      expect.stringMatching(/^clean: 10 entries, complete and unchanged; sealed up to entry 10 at /),
    ]);
    const Key = { applicationId: 'clean', number: 10 };
    await system.tables.send(new DeleteCommand({ TableName: 'case-entries', Key }));
    const cut = await apps('case', 'verify', '--all');
    expect(cut.code).toBe(1);
    expect(cut.output).toContain('clean  entry 10  CUT  The file ends with entry 9; it was sealed with 10 entries.\n');
  });
});

const KILLS = 5;
const APPLICATIONS = 12;

test('After kills at random moments, each file agrees with record, ledger and execution', async () => {
  await seeded(async (random) => {
    const directory = temporaryDirectory();
    let system = await startSystem('--data-dir', directory);
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let index = 0; index < APPLICATIONS; index += 1) {
        const name = index % 3 === 0 ? 'evil Spock' : 'Spock';
        await submit(system, { id: `a-${kill}-${index}`, name, address: STREET });
      }
      await new Promise((resolve) => setTimeout(resolve, random() * 4_000));
      await system.kill();
      system = await startSystem('--data-dir', directory);
    }
    for (let kill = 0; kill < KILLS; kill += 1)
      for (let index = 0; index < APPLICATIONS; index += 1) {
        const id = `a-${kill}-${index}`;
        if (index % 3 === 0) await reviewIn(system, id, 'PENDING');
        else await recordIn(system, id, 'APPROVED');
      }
    await filesUpToDate(system);
    const files = await eventually('the mail of each approved application in its file', async () => {
      await advance(system, 0);
      const current = await filesIn(system);
      const approved = (await itemsOf(system, 'applications')).filter(({ state }) => state === 'APPROVED');
      const isMailed = ({ id }: Record<string, unknown>) => kindsOf(current.get(String(id))).includes('MAIL_SENT');
      return approved.every(isMailed) ? current : undefined;
    });
    expect(files.size).toBe(KILLS * APPLICATIONS);
    const records = new Map((await itemsOf(system, 'applications')).map(({ id, ...record }) => [id, record]));
    for (const [id, entries] of files) {
      const { state, executionArn } = records.get(id) ?? {};
      const submitted = entries.find(({ kind }) => kind === 'SUBMITTED');
      expect([id, `run: ${submitted?.facts.run}`]).toEqual([id, `run: ${executionArn?.replace(/^.*:/, '')}`]);
      const outcome = entries.findLast(({ facts }) => 'state' in facts);
      expect([id, outcome?.facts.state]).toEqual([id, state]);
      const mails = entries.filter(({ kind }) => kind === 'MAIL_SENT').map(({ facts }) => facts.outcome);
      expect([id, mails]).toEqual([id, state === 'APPROVED' ? ['APPROVED'] : []]);
    }
    await system.stop();
    removeDirectory(directory);
  });
});
