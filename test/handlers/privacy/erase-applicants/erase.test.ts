import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained, type NewEntry } from '../../../../case-file/entry.ts';
import { verifyFile } from '../../../../case-file/verify.ts';
import type { Ports } from '../../../../handlers/privacy/erase-applicants/erase.ts';
import { createErasures } from '../../../../handlers/privacy/erase-applicants/erasures-table.ts';
import { finishAll } from '../../../../handlers/privacy/erase-applicants/finish-all.ts';
import { confirmErasure, requestErasure } from '../../../../handlers/privacy/erase-applicants/request.ts';
import { createStores } from '../../../../handlers/privacy/erase-applicants/stores-in-tables.ts';
import { entriesOf as indexEntriesOf } from '../../../../handlers/shared/applicant-index/terms.ts';
import { NOON, recordOf } from '../../in-memory-applications.ts';
import { entryOf } from '../../shared/reviews/in-memory-review.ts';
import { startTables, type Tables } from '../../tables.ts';

const CANARY = /Quillfeather|Wharfedale/;
const LONG_AGO = '2026-01-01T12:00:00.000Z';
const names = {
  applications: 'applications',
  reviews: 'reviews',
  submissions: 'submissions',
  caseEntries: 'case-entries',
  applicantIndex: 'applicant-index',
};

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('applications', 'id', 'submittedAt');
  await tables.create('reviews', 'applicationId', 'requestedAt', 'dueAt');
  await tables.create('erasures', 'applicationId', 'requestedAt');
  await tables.create('submissions', 'id');
  await tables.createNumbered('case-entries', 'applicationId', 'number');
  await tables.createSorted('applicant-index', 'term', 'entry');
});
afterAll(() => tables.stop());

const portsOn = (client: DynamoDBDocumentClient, now = NOON): Ports => ({
  erasures: createErasures(client, { erasures: 'erasures', caseEntries: 'case-entries' }),
  stores: createStores(client, names),
  now: () => now,
});

const put = (TableName: string, Item: Record<string, unknown>) =>
  tables.client.send(new PutCommand({ TableName, Item }));

const entriesOf = async (applicationId: string): Promise<readonly CaseEntry[]> => {
  const query = new QueryCommand({
    TableName: 'case-entries',
    KeyConditionExpression: 'applicationId = :id',
    ExpressionAttributeValues: { ':id': applicationId },
    ConsistentRead: true,
  });
  return ((await tables.client.send(query)).Items ?? []) as CaseEntry[];
};

const read = async (TableName: string, Key: Record<string, string>) =>
  (await tables.client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

const entry = (table: string, version: number): NewEntry => ({
  at: LONG_AGO,
  kind: 'SOMETHING',
  source: { table, version, part: 1, parts: 1 },
  facts: {},
  personal: { salt: `${table}${version}`, name: 'Quillfeather' },
});

/** Adds the entries about the given versions to the file, as append-case-entries does. */
const describeChanges = async (id: string, ...changes: readonly NewEntry[]): Promise<void> => {
  let last = (await entriesOf(id)).at(-1);
  for (const change of changes) {
    last = chained(id, last, change);
    await put('case-entries', { ...last });
  }
};

/** A rejected application with personal data in every table, and its file. */
const decided = async (id: string, review: Parameters<typeof entryOf>[0] = {}): Promise<void> => {
  const decision = { decision: 'REJECT', reviewer: 'kirk', comment: 'Quillfeather lied' } as const;
  const record = recordOf({
    id,
    state: 'REJECTED',
    name: 'Quillfeather',
    address: '7 Wharfedale',
    decision,
    version: 2,
  });
  await put('applications', { ...record });
  for (const indexed of indexEntriesOf(record)) await put('applicant-index', { ...indexed, applicationId: id });
  const closed = { ...decision, at: LONG_AGO };
  await put('reviews', {
    ...entryOf({ applicationId: id, state: 'REVIEW_REJECTED', decision: closed, version: 1, ...review }),
  });
  await put('submissions', { id: `operator-1#${id}`, applicationId: id, digest: 'guessable', acceptedAt: LONG_AGO });
  await describeChanges(id, entry('applications', 1), entry('applications', 2), entry('reviews', 1));
};

/** The application's entries in the applicant index. */
const indexed = async (id: string): Promise<readonly unknown[]> => {
  const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: 'applicant-index' }));
  return Items.filter(({ applicationId }) => applicationId === id);
};

const command = (applicationId: string) => ({ applicationId, by: 'privacy-1', reason: 'OBJECTION' as const });

/** The findings in the file after the stream has brought the changes of the erasure. */
const findingsIn = async (id: string) => {
  const silent = ({ personal: _, ...rest }: NewEntry): NewEntry => rest;
  await describeChanges(id, silent(entry('applications', 3)), silent(entry('reviews', 2)));
  const items = [
    { table: 'applications', version: 3, isRecent: false },
    { table: 'reviews', version: 2, isRecent: false },
    { table: 'erasures', version: 3, isRecent: false },
  ];
  return verifyFile(await entriesOf(id), { applicationId: id, items });
};

const expectErased = async (id: string): Promise<void> => {
  const file = await entriesOf(id);
  const items = [
    await read('applications', { id }),
    await read('reviews', { applicationId: id }),
    await read('submissions', { id: `operator-1#${id}` }),
    await read('erasures', { applicationId: id }),
  ];
  expect(JSON.stringify([file, items])).not.toMatch(CANARY);
  expect(JSON.stringify(items)).not.toContain('guessable');
  expect(await indexed(id)).toEqual([]);
  expect(items[3]).toMatchObject({ state: 'ERASED', version: 3 });
  expect(file.filter(({ kind }) => kind !== 'SOMETHING').map(({ kind }) => kind)).toEqual([
    'ERASURE_REQUESTED',
    'ERASURE_CONFIRMED',
    'PERSONAL_DATA_ERASED',
  ]);
  expect(await findingsIn(id)).toEqual([]);
};

/** Thrown instead of a write, as if the process were killed there. */
class Killed extends Error {}

/** A client that is killed before or after its write of this number, from 1. */
const killedAt = (number: number, isBefore: boolean): DynamoDBDocumentClient => {
  let writes = 0;
  const send = async (call: { readonly constructor: { readonly name: string } }) => {
    const isWrite = /^(Put|Update|BatchWrite|TransactWrite)Command$/.test(call.constructor.name);
    if (isWrite) writes += 1;
    if (isWrite && writes === number && isBefore) throw new Killed();
    const answer = await tables.client.send(call as never);
    if (isWrite && writes === number) throw new Killed();
    return answer;
  };
  return new Proxy(tables.client, {
    get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)),
  });
};

describe('An erasure', () => {
  test('removes the data from every table; the case file has its steps and still verifies', async () => {
    await decided('whole');
    expect(await indexed('whole')).not.toEqual([]);
    const ports = portsOn(tables.client);
    await requestErasure(ports, { ...command('whole'), reference: 'DPO-7/2026' });
    const { erasure, waitsFor } = await confirmErasure(ports, 'whole', 'privacy-2');
    expect([erasure.state, waitsFor]).toEqual(['ERASED', undefined]);
    await expectErased('whole');
    expect(await read('applications', { id: 'whole' })).toMatchObject({
      state: 'REJECTED',
      name: 'erased',
      address: 'erased',
      decision: { decision: 'REJECT', reviewer: 'kirk' },
      erasure: { reason: 'OBJECTION', reference: 'DPO-7/2026', requestedBy: 'privacy-1', confirmedBy: 'privacy-2' },
    });
    expect((await entriesOf('whole')).findLast(({ kind }) => kind === 'PERSONAL_DATA_ERASED')).toMatchObject({
      at: '2026-01-31T12:00:00.000Z',
      source: 'erasures#3/1/1',
      facts: { reason: 'OBJECTION', reference: 'DPO-7/2026', requestedBy: 'privacy-1', confirmedBy: 'privacy-2' },
    });
  });

  test.each(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((number) => [
      [number, 'before'],
      [number, 'after'],
    ]),
  )('that is killed at its write number %s, %s it, is finished by the same request', async (number, when) => {
    const id = `killed-${number}-${when}`;
    await decided(id);
    await requestErasure(portsOn(tables.client), command(id));
    const killed = portsOn(killedAt(Number(number), when === 'before'));
    await expect(confirmErasure(killed, id, 'privacy-2')).rejects.toThrow(Killed);
    const { erasure } = await confirmErasure(portsOn(tables.client), id, 'privacy-2');
    expect(erasure.state).toBe('ERASED');
    await expectErased(id);
  });

  test('that was interrupted is finished by the schedule', async () => {
    await decided('left');
    await requestErasure(portsOn(tables.client), command('left'));
    await expect(confirmErasure(portsOn(killedAt(3, true)), 'left', 'privacy-2')).rejects.toThrow(Killed);
    const finished: string[] = [];
    const report = { onFinished: (id: string) => void finished.push(id), onWaiting: () => {}, onFailure: () => {} };
    expect(await finishAll(portsOn(tables.client), report)).toBe(0);
    expect(finished).toEqual(['left']);
    await expectErased('left');
    expect(await finishAll(portsOn(tables.client), report)).toBe(0);
    expect(finished).toEqual(['left']);
  });

  test('that is confirmed twice at the same time happens once', async () => {
    await decided('twice');
    const ports = portsOn(tables.client);
    await requestErasure(ports, command('twice'));
    const confirmations = ['privacy-2', 'privacy-3', 'privacy-2'].map((by) => confirmErasure(ports, 'twice', by));
    expect((await Promise.allSettled(confirmations)).some(({ status }) => status === 'fulfilled')).toBe(true);
    await confirmErasure(ports, 'twice', 'privacy-2');
    await expectErased('twice');
  });

  test('waits until the case file has the last change with personal data', async () => {
    await decided('late');
    await put('applications', { ...recordOf({ id: 'late', state: 'REJECTED', name: 'Quillfeather', version: 3 }) });
    const ports = portsOn(tables.client);
    await requestErasure(ports, command('late'));
    const { erasure, waitsFor } = await confirmErasure(ports, 'late', 'privacy-2');
    expect([erasure.state, waitsFor]).toEqual([
      'CONFIRMED',
      'The case file does not have all changes of the application yet.',
    ]);
    expect(await read('applications', { id: 'late' })).toMatchObject({ name: 'erased', version: 4 });
    await describeChanges('late', entry('applications', 3));
    expect((await confirmErasure(ports, 'late', 'privacy-2')).erasure.state).toBe('ERASED');
    expect(JSON.stringify(await entriesOf('late'))).not.toMatch(CANARY);
  });

  test('waits until the review is closed, and counts as failed after a day', async () => {
    await decided('open', { state: 'PENDING' });
    const ports = portsOn(tables.client);
    await requestErasure(ports, command('open'));
    const { erasure, waitsFor } = await confirmErasure(ports, 'open', 'privacy-2');
    expect([erasure.state, waitsFor]).toEqual(['CONFIRMED', 'The review of the application is still being closed.']);
    const waiting: string[] = [];
    const report = { onFinished: () => {}, onWaiting: (id: string) => void waiting.push(id), onFailure: () => {} };
    expect(await finishAll(ports, report)).toBe(0);
    expect(await finishAll(portsOn(tables.client, new Date('2026-02-01T12:00:00.000Z')), report)).toBe(1);
    expect(waiting).toEqual(['open', 'open']);
  });

  test('of a record without a case file is finished once the file has the erasure of the record', async () => {
    await put('applications', { ...recordOf({ id: 'old', state: 'APPROVED', name: 'Quillfeather', version: 2 }) });
    const ports = portsOn(tables.client);
    await requestErasure(ports, command('old'));
    expect((await confirmErasure(ports, 'old', 'privacy-2')).erasure.state).toBe('CONFIRMED');
    const { personal: _, ...silent } = entry('applications', 3);
    await describeChanges('old', silent);
    expect((await confirmErasure(ports, 'old', 'privacy-2')).erasure.state).toBe('ERASED');
  });

  test('keeps the entries that other functions add at the same time', async () => {
    await decided('busy');
    const ports = portsOn(tables.client);
    const { advance } = ports.erasures;
    let others = 0;
    const erasures: Ports['erasures'] = {
      ...ports.erasures,
      advance: async (erasure, next) => {
        const { personal: _, ...silent } = entry('accounts', others + 1);
        if (others < 2) await describeChanges('busy', silent);
        others += 1;
        return advance(erasure, next);
      },
    };
    await requestErasure({ ...ports, erasures }, command('busy'));
    expect(others).toBe(3);
    expect((await entriesOf('busy')).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

test('A cancelled transaction without a conflict is an error, not a conflict', async () => {
  const error = new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: [{ Code: 'ItemCollectionSizeLimitExceeded' }],
  });
  const client = new Proxy(tables.client, {
    get: (target, name) => (name === 'send' ? () => Promise.reject(error) : Reflect.get(target, name)),
  });
  const { erasures } = portsOn(client);
  const first = chained('any', undefined, entry('erasures', 1));
  const erasure = {
    ...command('any'),
    state: 'REQUESTED',
    requestedBy: 'a',
    requestedAt: LONG_AGO,
    version: 1,
  } as const;
  await expect(erasures.advance(erasure, first)).rejects.toBe(error);
});
