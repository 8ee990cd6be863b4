import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentIn, runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Person, signIn } from '../support/api.ts';
import { AWS_CLI, awsCli, eventually, mailbox, recordIn, type System, startSystem } from '../support/system.ts';

/** Personal data of applicants, which must not occur in logs, events, mails or URLs. */
const NAME = 'Canary Quillfeather';
const BAD_ADDRESS = 'ABadCanaryAddress';
/** Functions that write log lines in this test. */
const FUNCTIONS = ['register-application', 'receive-reviews', 'notify'];
const EVENTS_QUEUE = 'everything-on-the-bus';

let system: System;
let directory: string;
let home: string;
const tokens = new Set<string>();

beforeAll(async () => {
  directory = temporaryDirectory();
  home = temporaryDirectory();
  system = await startSystem('--data-dir', directory);
  await subscribeToBus();
});
afterAll(async () => {
  await system.stop();
  for (const path of [directory, home]) removeDirectory(path);
});

/** Creates a queue that receives every event of the system except submissions, which contain personal data. */
const subscribeToBus = async (): Promise<void> => {
  const { QueueUrl } = await system.sqs.send(new CreateQueueCommand({ QueueName: EVENTS_QUEUE }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${EVENTS_QUEUE}`;
  const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Resource: Arn }] });
  await system.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const rule = { EventBusName: 'account-applications', Name: 'everything' };
  const pattern = { 'detail-type': [{ 'anything-but': ['ApplicationSubmitted'] }] };
  await system.events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  const Targets = [{ Id: 'queue', Arn }];
  await system.events.send(new PutTargetsCommand({ EventBusName: rule.EventBusName, Rule: rule.Name, Targets }));
};

const readEvents = async (): Promise<readonly string[]> => {
  const { QueueUrl } = await system.sqs.send(new CreateQueueCommand({ QueueName: EVENTS_QUEUE }));
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await system.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
};

const DECISIONS = [
  ['approve', 'APPROVE', 'APPROVED', 'REVIEW_APPROVED'],
  ['reject', 'REJECT', 'REJECTED', 'REVIEW_REJECTED'],
] as const;

describe('The whole path with only the command line', () => {
  const as =
    (user: string) =>
    async (...args: string[]) => {
      const ended = await runApps(system, args, { env: { XDG_STATE_HOME: join(home, user) } });
      expect(ended.output + ended.errors).not.toMatch(/eyJ/);
      return ended;
    };
  const operator = as('operator-1');
  const reviewer = as('reviewer-1');

  beforeAll(async () => {
    for (const user of ['operator-1', 'reviewer-1', 'reviewer-2'])
      expect((await as(user)('login', '--user', user)).code).toBe(0);
  });

  test.each(DECISIONS)('submit, find, claim, %s, see', async (command, decision, state, _) => {
    const id = `path-${command}`;
    const submitted = await operator('submit', '--id', id, '--name', NAME, '--address', BAD_ADDRESS, '--json');
    expect([submitted.code, JSON.parse(submitted.output)]).toEqual([0, { id }]);
    await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
    const listed = documentIn(await reviewer('list', '--state', 'FLAGGED_FOR_REVIEW', '--json'));
    expect((listed.items as { id: string }[]).map((item) => item.id)).toContain(id);

    const next = await eventually('the case', async () => {
      const found = documentIn(await reviewer('review', 'next', '--claim', '--json'));
      return found.applicationId === id ? found : undefined;
    });
    expect(next).toMatchObject({ state: 'PENDING', reasons: ['ADDRESS'], claim: { reviewer: 'reviewer-1' } });
    const held = await as('reviewer-2')('review', 'claim', id);
    expect(held.code).toBe(4);
    expect(held.errors).toMatch(/^reviewer-1 holds this review until \d{4}-/);

    const neither = await reviewer('review', 'maybe', id);
    expect(neither.code).toBe(2);
    expect(neither.errors).toMatch(/apps review approve <id>.*apps review reject <id> --reason <code>/s);
    const reason = command === 'reject' ? ['--reason', 'ADDRESS_NOT_CONFIRMED'] : [];
    const decided = await reviewer('review', command, id, ...reason);
    expect([decided.code, decided.output]).toEqual([0, `${id} is decided: ${decision}.\n`]);

    const watched = await reviewer('watch', id);
    expect([watched.code, watched.output.trim().split('\n').at(-1)]).toEqual([0, `${id} is ${state}`]);
    expect(documentIn(await reviewer('show', id, '--json'))).toMatchObject({ id, state });
    expect((await reviewer('timeline', id)).output).toMatch(new RegExp(`decision +${decision}.*\\(reviewer-1\\)`));
    expect((await reviewer('graph', id)).output).toMatch(/●.*Pending Review {2}succeeded/);
    const late = await as('reviewer-2')('review', 'approve', id);
    expect([late.code, late.output]).toEqual([4, '']);
    expect(late.errors).toMatch(new RegExp(`^It was decided ${decision} by reviewer-1 at \\d{4}-`));
  });

  test('an action that the role does not allow ends with 1, an unknown id with 3', async () => {
    const refused = await reviewer('submit', '--name', NAME, '--address', BAD_ADDRESS);
    expect([refused.code, refused.output]).toEqual([1, '']);
    expect((await operator('review', 'approve', 'path-approve')).code).toBe(1);
    expect((await reviewer('review', 'approve', 'nobody')).code).toBe(3);
    expect((await reviewer('graph', 'nobody')).code).toBe(3);
  });
});

describe('The whole path with only the API', () => {
  let operator: Person;
  let reviewer: Person;
  beforeAll(async () => {
    [operator, reviewer] = await Promise.all([signIn(system, 'operator-1'), signIn(system, 'reviewer-1')]);
    for (const { token } of [operator, reviewer]) tokens.add(token);
  });

  test.each(DECISIONS)('submit, find, %s, see', async (command, decision, state, reviewState) => {
    const id = `api-${command}`;
    const application = { id, name: NAME, address: BAD_ADDRESS };
    const key = { 'idempotency-key': `key-${id}` };
    const accepted = await operator.post('/applications', { application }, key);
    expect([accepted.status, accepted.body]).toEqual([202, { id }]);
    expect((await operator.post('/applications', { application }, key)).body).toEqual({ id });
    await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
    const { body } = await reviewer.get('/applications?state=FLAGGED_FOR_REVIEW');
    expect((body.items as { id: string }[]).map((item) => item.id)).toContain(id);
    const found = await eventually('the review', async () => {
      const answer = await reviewer.get(`/reviews/${id}`);
      return answer.status === 200 ? answer : undefined;
    });
    expect(JSON.stringify(found.body)).not.toMatch(/taskToken/i);

    const neither = await reviewer.post(`/reviews/${id}/decision`, { decision: 'MAYBE' });
    expect([neither.status, neither.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(neither.body).toMatchObject({ field: 'decision', detail: expect.stringMatching(/APPROVE.*REJECT/) });
    const reason = command === 'reject' ? { reasonCode: 'OTHER', comment: 'not there' } : {};
    const etag = { 'if-match': String(found.headers.get('etag')) };
    const decided = await reviewer.post(`/reviews/${id}/decision`, { decision, ...reason }, etag);
    expect(decided.status).toBe(200);
    expect(decided.body).toMatchObject({
      applicationId: id,
      state: reviewState,
      decision: { decision, reviewer: 'reviewer-1' },
    });
    await recordIn(system, id, state);
    expect((await reviewer.get(`/applications/${id}`)).body).toMatchObject({ id, state });
  });

  test('every request without a token is refused', async () => {
    const outputs = (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as { ApiUrl: string };
    for (const path of ['/me', '/applications', '/reviews', '/applications/api-approve'])
      expect((await fetch(outputs.ApiUrl + path)).status).toBe(401);
  });
});

if (!AWS_CLI) console.log('Skipped: the AWS CLI is not installed (Debian: apt-get install awscli)');
const withCli = AWS_CLI ? describe : describe.skip;

withCli('The whole path with only the AWS CLI', () => {
  const aws = async (...args: string[]) => (await awsCli(system, ...args)) as Record<string, unknown>;
  const key = (name: string, id: string) => ['--key', JSON.stringify({ [name]: { S: id } })];

  test.each(DECISIONS)('submit, find, %s, see', async (command, decision, state, reviewState) => {
    const id = `aws-${command}`;
    const entry = {
      EventBusName: 'account-applications',
      Source: 'account-applications',
      DetailType: 'ApplicationSubmitted',
      Detail: JSON.stringify({ application: { id, name: NAME, address: BAD_ADDRESS } }),
    };
    await aws('events', 'put-events', '--entries', JSON.stringify([entry]));
    await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
    const flagged = (await aws(
      'dynamodb',
      'query',
      '--table-name',
      'applications',
      '--index-name',
      'state',
      '--key-condition-expression',
      '#s = :s',
      '--expression-attribute-names',
      '{"#s":"state"}',
      '--expression-attribute-values',
      '{":s":{"S":"FLAGGED_FOR_REVIEW"}}',
    )) as { Items: { id: { S: string } }[] };
    expect(flagged.Items.map((item) => item.id.S)).toContain(id);
    const token = await eventually('the review', async () => {
      const read = ['get-item', '--table-name', 'review-tokens', ...key('applicationId', id)];
      const { Item } = ((await aws('dynamodb', ...read)) ?? {}) as { Item?: { taskToken: { S: string } } };
      return Item?.taskToken.S;
    });
    tokens.add(token);
    const output = JSON.stringify({ decision, reviewer: 'by-hand' });
    await aws('stepfunctions', 'send-task-success', '--task-token', token, '--task-output', output);
    await recordIn(system, id, state);
    const closed = await eventually('the closed review', async () => {
      const { Item } = (await aws('dynamodb', 'get-item', '--table-name', 'reviews', ...key('applicationId', id))) as {
        Item: { state: { S: string } };
      };
      return Item.state.S === 'PENDING' ? undefined : Item.state.S;
    });
    expect(closed).toBe(reviewState);
  });
});

withCli('A machine client and a person with two roles', () => {
  const outputs = async () =>
    (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as Record<string, string>;
  const env = (user: string) => ({ XDG_STATE_HOME: join(home, user) });

  test('the machine client signs in with its secret, submits the lines of a file, and has no other permission', async () => {
    const { UserPoolId = '', SubmitClientId = '' } = await outputs();
    const described = (await awsCli(
      system,
      'cognito-idp',
      'describe-user-pool-client',
      '--user-pool-id',
      UserPoolId,
      '--client-id',
      SubmitClientId,
    )) as { UserPoolClient: { ClientSecret: string } };
    const secret = described.UserPoolClient.ClientSecret;
    const machine = { ...env('machine'), APPS_CLIENT_SECRET: secret };
    const login = await runApps(system, ['login', '--client-id', SubmitClientId], { env: machine });
    expect([login.code, login.errors]).toEqual([0, '']);
    tokens.add(secret);
    const lines = Array.from({ length: 60 }, (_, index) => ({
      id: `line-${index}`,
      name: NAME,
      address: '1 Canary Wharf',
    }));
    const input = [...lines, { id: 'line-60', name: '', address: BAD_ADDRESS }].map((line) => JSON.stringify(line));
    const sent = await runApps(system, ['submit', '-'], { input: input.join('\n'), env: machine });
    expect([sent.code, sent.errors]).toEqual([1, '']);
    expect(sent.output).toMatch(
      /^60 submitted, 1 refused\n {2}line 61: application\.name must be 1 to 200 characters/m,
    );
    expect(sent.output).not.toContain('Canary');
    await recordIn(system, 'line-59', 'APPROVED');
    expect((await runApps(system, ['list'], { env: machine })).code).toBe(1);
  });

  test('the person who submitted an application cannot decide it', async () => {
    const { UserPoolId = '' } = await outputs();
    const group = ['--user-pool-id', UserPoolId, '--username', 'operator-2', '--group-name', 'reviewer'];
    await awsCli(system, 'cognito-idp', 'admin-add-user-to-group', ...group);
    const both = await signIn(system, 'operator-2');
    tokens.add(both.token);
    const application = { id: 'own', name: NAME, address: BAD_ADDRESS };
    expect((await both.post('/applications', { application })).status).toBe(202);
    await eventually('the review', async () => ((await both.get('/reviews/own')).status === 200 ? true : undefined));
    const refused = await both.post('/reviews/own/decision', { decision: 'APPROVE' });
    expect([refused.status, refused.body.code]).toEqual([403, 'REVIEWER_IS_SUBMITTER']);
    const allowed = await (await signIn(system, 'reviewer-2')).post('/reviews/own/decision', { decision: 'APPROVE' });
    expect(allowed.status).toBe(200);
  });
});

describe('No personal data and no token', () => {
  const isClean = (where: string, text: string): void => {
    for (const word of ['Canary', 'Quillfeather', 'ABadCanary', ...tokens])
      if (text.includes(word)) throw new Error(`${where} says ${word.slice(0, 8)}…: ${text.slice(0, 300)}`);
    expect(text).not.toMatch(/eyJ[\w-]+\./);
  };
  beforeAll(async () => {
    const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'review-tokens' }));
    for (const { taskToken } of Items) tokens.add(String(taskToken));
    expect(tokens.size).toBeGreaterThanOrEqual(8);
  });

  test('is in an entry of the ledger, in one of its indexes or in another table than that of the tokens', async () => {
    for (const IndexName of [undefined, 'state', 'due']) {
      const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'reviews', IndexName }));
      expect(Items.length).toBeGreaterThan(0);
      for (const token of tokens) expect(JSON.stringify(Items)).not.toContain(token);
    }
    const { TableNames = [] } = await system.tables.send(new ListTablesCommand({}));
    const others = TableNames.filter((name) => !['review-tokens', 'information-requests'].includes(name));
    expect(others.length).toBeGreaterThan(5);
    for (const TableName of others) {
      const { Items = [] } = await system.tables.send(new ScanCommand({ TableName }));
      const found = [...tokens].filter((token) => JSON.stringify(Items).includes(token));
      expect([TableName, found.length]).toEqual([TableName, 0]);
    }
  });

  test('is in an event that the system sent', async () => {
    const bodies = await eventually('the events', async () => {
      const found = await readEvents();
      return found.length > 0 ? found : undefined;
    });
    expect(bodies.some((body) => body.includes('"ApplicationRejected"'))).toBe(true);
    for (const body of bodies) isClean('an event', body);
  });

  test('is in a log, a mail, or the output of the system', async () => {
    const mails = await mailbox(system);
    expect(mails.length).toBeGreaterThan(5);
    for (const { subject, text } of mails) isClean('a mail', `${subject}\n${text}`);
    await system.stop();
    const files = globSync('logs/**/*.jsonl', { cwd: directory });
    const names = files.map((file) => decodeURIComponent(file.split('/')[1] ?? ''));
    expect(names).toEqual(expect.arrayContaining(FUNCTIONS.map((name) => `/aws/lambda/${name}`)));
    for (const file of files) isClean(file, readFileSync(join(directory, file), 'utf8'));
    isClean('the output', system.printed());
  });
});
