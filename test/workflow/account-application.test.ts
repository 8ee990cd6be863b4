import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import jsonata from 'jsonata';

const ROOT = join(import.meta.dirname, '../..');

interface Rule {
  readonly ErrorEquals: readonly string[];
  readonly Next?: string;
  readonly MaxAttempts?: number;
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly MessageBody?: Record<string, string> };
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly {
    readonly Condition: string;
    readonly Next: string;
    readonly Assign?: Record<string, string>;
  }[];
  readonly Branches?: readonly Machine[];
  readonly Retry?: readonly Rule[];
  readonly Catch?: readonly Rule[];
  readonly Assign?: Record<string, string>;
  readonly TimeoutSeconds?: string;
  readonly HeartbeatSeconds?: string;
}

interface Machine {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const TEXT = readFileSync(join(ROOT, 'workflow/account-application.asl.json'), 'utf8');
const PROSE = readFileSync(join(ROOT, 'workflow/account-application.md'), 'utf8');
const STATE_MACHINE: Machine = JSON.parse(TEXT);

const statesOf = ({ States }: Machine): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [[name, state], ...(state.Branches ?? []).flatMap(statesOf)]);

const ALL_STATES = statesOf(STATE_MACHINE);
const TASKS = ALL_STATES.filter(([, { Type }]) => Type === 'Task');
const LAMBDA_TASKS = TASKS.filter(([, { Resource }]) => Resource === 'arn:aws:states:::lambda:invoke');
const state = (name: string): State => {
  const found = ALL_STATES.find(([known]) => known === name)?.[1];
  if (found === undefined) throw new Error(`There is no state ${name}.`);
  return found;
};
const errorsIn = (rules: readonly Rule[] = []): string[] => rules.flatMap(({ ErrorEquals }) => ErrorEquals);

/** Evaluates `{% … %}` like the workflow, with these variables and the stage's default times. */
function evaluate(template: string | undefined, variables: Record<string, unknown>): Promise<unknown> {
  const expression = /^\{% (.*) %\}$/s.exec(template ?? '')?.[1] ?? '';
  const text = expression
    .replace('${ReviewHeartbeatSeconds}', '86400')
    .replace('${ReviewDeadlineSeconds}', '2592000')
    .replace('${InformationDeadlineSeconds}', '1209600')
    .replace('${MaxReturns}', '3');
  return jsonata(text).evaluate({}, variables);
}

const states = (members: Record<string, unknown>) => ({ states: members });

describe('The workflow', () => {
  test('has the state names that operators know', () => {
    expect(ALL_STATES.map(([name]) => name)).toEqual([
      'Register Application',
      'Check Applicant Data',
      'Check Name',
      'Check Address',
      'Review Required?',
      'Flag Application For Review',
      'Pending Review',
      'Review Still Open?',
      'Review Approved?',
      'Await Information',
      'Amend Application',
      'Amended?',
      'Approve Application',
      'Reject Application',
      'Flag Application As Unprocessable',
      'Review Expired',
      'Duplicate Ignored',
      'Invalid Application',
    ]);
    expect(STATE_MACHINE.QueryLanguage).toBe('JSONata');
  });

  test('takes six state transitions to approve a clean application', () => {
    const path: string[] = [];
    for (let name: string | undefined = STATE_MACHINE.StartAt; name !== undefined; ) {
      const current: State = state(name);
      path.push(name, ...(current.Branches ?? []).map(({ StartAt }) => StartAt));
      name = current.Default ?? current.Next;
    }
    expect(path).toEqual([
      'Register Application',
      'Check Applicant Data',
      'Check Name',
      'Check Address',
      'Review Required?',
      'Approve Application',
    ]);
  });

  test('refers only to existing states and reaches every state', () => {
    const reached = ({ StartAt, States }: Machine): string[] => [
      StartAt,
      ...Object.values(States).flatMap(({ Next, Default, Choices = [], Catch = [], Branches = [] }) => [
        ...[Next, Default].flatMap((name) => (name === undefined ? [] : [name])),
        ...[...Choices, ...Catch].flatMap((rule) => (rule.Next === undefined ? [] : [rule.Next])),
        ...Branches.flatMap(reached),
      ]),
    ];
    const names = ALL_STATES.map(([name]) => name);
    expect([...new Set(reached(STATE_MACHINE))].toSorted()).toEqual(names.toSorted());
  });

  test('is described state by state', () => {
    expect(ALL_STATES.filter(([name]) => !PROSE.includes(name)).map(([name]) => name)).toEqual([]);
  });
});

describe('Retries', () => {
  test('every Lambda task retries errors of the platform and TryAgainException of the handlers', () => {
    const expected = [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Sandbox.Timedout',
      'TryAgainException',
    ];
    expect(LAMBDA_TASKS).toHaveLength(9);
    for (const [, { Retry }] of LAMBDA_TASKS) expect(errorsIn(Retry)).toEqual(expected);
  });

  test('all retries wait at most 61 seconds in total, as the documentation says', () => {
    const policies = new Set(
      TASKS.flatMap(([, { Retry = [] }]) => Retry.map(({ ErrorEquals, ...policy }) => JSON.stringify(policy))),
    );
    expect([...policies]).toEqual([
      '{"IntervalSeconds":1,"BackoffRate":2,"MaxDelaySeconds":30,"MaxAttempts":6,"JitterStrategy":"FULL"}',
    ]);
    expect(PROSE).toContain('1 + 2 + 4 + 8 + 16 + 30 = 61 seconds');
  });
});

describe('Error names', () => {
  /** Error names that the handlers throw: values of the `ERRORS` tables and of TRY_AGAIN. */
  const thrown = async (): Promise<string[]> => {
    const contracts = globSync('handlers/*/*/contract.ts', { cwd: ROOT });
    const tables = await Promise.all(contracts.map(async (file) => (await import(join(ROOT, file))).ERRORS ?? {}));
    const { TRY_AGAIN } = await import('../../handlers/shared/errors.ts');
    return [...tables.flatMap((table) => Object.values<string>(table)), TRY_AGAIN];
  };
  const handled = [...new Set(ALL_STATES.flatMap(([, { Retry, Catch }]) => [...errorsIn(Retry), ...errorsIn(Catch)]))];
  const isOfThePlatform = (name: string) => /^(Lambda|Sandbox|States|SQS)\./.test(name);

  test('in Retry and Catch are thrown by a handler or by the platform', async () => {
    const names = await thrown();
    expect(handled.filter((name) => !isOfThePlatform(name) && !names.includes(name))).toEqual([]);
  });

  test('that handlers throw are retried or caught, except the one that must fail the execution', async () => {
    expect((await thrown()).filter((name) => !handled.includes(name))).toEqual(['OutcomeConflictException']);
    expect(PROSE).toContain('OutcomeConflictException');
  });

  test('each belong to an error class that a handler throws', async () => {
    const sources = globSync('handlers/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
    const code = sources.join('\n');
    for (const name of await thrown()) expect(code).toMatch(new RegExp(`(throw|return) new ${name}\\(`));
  });
});

describe('The wait for a review', () => {
  const wait = state('Pending Review');

  test('has a timeout, a heartbeat and a Catch for both', () => {
    const waits = TASKS.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'));
    expect(waits.map(([name]) => name)).toEqual(['Pending Review', 'Await Information']);
    expect(wait.Catch).toEqual([
      { ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Review Still Open?' },
      { ErrorEquals: ['States.Timeout'], Next: 'Review Expired' },
    ]);
  });

  const requestAt = (EnteredTime: string, Execution: Record<string, unknown> = {}, RetryCount = 0) => ({
    reviewDeadline: Date.parse('2026-03-02T12:00:00.000Z'),
    ...states({ context: { State: { EnteredTime, RetryCount }, Execution } }),
  });

  test.each([
    ['2026-01-31T12:00:00.000Z', undefined, 2_592_000, 86_400],
    ['2026-03-01T12:00:00.000Z', undefined, 86_400, 86_399],
    ['2026-03-02T11:00:00.500Z', undefined, 3599, 3598],
    ['2026-03-03T12:00:00.000Z', undefined, 2, 1],
    ['2026-01-31T12:00:00.000Z', '2026-03-02T11:00:00.000Z', 3600, 3599],
    ['2026-01-31T12:00:00.000Z', '2026-03-10T12:00:00.000Z', 2, 1],
    ['2026-03-01T12:00:00.000Z', '2026-02-20T12:00:00.000Z', 86_400, 86_399],
  ])(
    'that is entered at %s and redriven at %s lasts %d seconds and misses a heartbeat after %d',
    async (entered, RedriveTime, seconds, heartbeat) => {
      const scope = requestAt(entered, { RedriveTime });
      expect(await evaluate(wait.TimeoutSeconds, scope)).toBe(seconds);
      expect(await evaluate(wait.HeartbeatSeconds, scope)).toBe(heartbeat);
    },
  );

  test('is requested at the time of the latest entry or redrive', async () => {
    const { requestedAt } = wait.Arguments?.MessageBody ?? {};
    const entered = '2026-01-31T12:00:00.123Z';
    expect(await evaluate(requestedAt, requestAt(entered))).toBe(entered);
    const redriven = { RedriveTime: '2026-02-05T09:00:00.456Z' };
    expect(await evaluate(requestedAt, requestAt(entered, redriven))).toBe('2026-02-05T09:00:00.456Z');
    expect(await evaluate(requestedAt, requestAt('2026-02-06T09:00:00.000Z', redriven))).toBe(
      '2026-02-06T09:00:00.000Z',
    );
  });

  test('counts its attempts upwards over retries and redrives', async () => {
    const { attempt } = wait.Arguments?.MessageBody ?? {};
    const at = (RedriveCount: number | undefined, retries: number) =>
      evaluate(attempt, requestAt('2026-01-31T12:00:00.000Z', { RedriveCount }, retries));
    expect(await Promise.all([at(undefined, 0), at(0, 0), at(0, 6), at(1, 0), at(2, 3)])).toEqual([0, 0, 6, 10, 23]);
    const [retry] = wait.Retry ?? [];
    expect(retry?.MaxAttempts).toBeLessThan(10);
  });

  test('sends the documented message to the review queue', () => {
    expect(Object.keys(wait.Arguments?.MessageBody ?? {})).toEqual([
      'taskToken',
      'applicationId',
      'reasons',
      'requestedAt',
      'executionArn',
      'attempt',
      'decisionsRequired',
      'round',
      'insufficientDecision',
    ]);
  });

  test('continues after a missed heartbeat if more than a minute is left', async () => {
    const [rule] = state('Review Still Open?').Choices ?? [];
    const reviewDeadline = Date.parse('2026-03-02T12:00:00.000Z');
    const at = (EnteredTime: string) => ({ reviewDeadline, ...states({ context: { State: { EnteredTime } } }) });
    expect(await evaluate(rule?.Condition, at('2026-03-02T11:58:59.500Z'))).toBe(true);
    expect(await evaluate(rule?.Condition, at('2026-03-02T11:59:00.000Z'))).toBe(false);
    expect(await evaluate(rule?.Condition, at('2026-03-02T12:00:01.000Z'))).toBe(false);
  });
});

describe('Review Approved?', () => {
  const [tooFew, approved] = state('Review Approved?').Choices ?? [];
  const answered = (decisionsRequired: number, input: unknown) => ({ decisionsRequired, ...states({ input }) });

  test.each([
    [1, {}, false],
    [1, { reviewers: ['kirk'] }, false],
    [2, {}, true],
    [2, { reviewer: 'kirk' }, true],
    [2, { reviewers: 'kirk' }, true],
    [2, { reviewers: ['kirk'] }, true],
    [2, { reviewers: ['kirk', 'kirk'] }, true],
    [2, { reviewers: ['kirk', 'mccoy'] }, false],
  ])('with %i people required and the output %j: too few people %p', async (required, members, isTooFew) => {
    for (const decision of ['APPROVE', 'REJECT'])
      expect(await evaluate(tooFew?.Condition, answered(required, { decision, ...members }))).toBe(isTooFew);
    expect(await evaluate(tooFew?.Condition, answered(required, { decision: 'PERHAPS', ...members }))).toBe(false);
  });

  test('keeps who made the decision that was refused, without its comment', async () => {
    const { insufficientDecision } = (tooFew?.Assign ?? {}) as unknown as Record<string, Record<string, string>>;
    const named = answered(2, { decision: 'REJECT', reviewer: 'kirk', comment: 'Not him.' });
    expect(await evaluate(insufficientDecision?.decision, named)).toBe('REJECT');
    expect(await evaluate(insufficientDecision?.reviewer, named)).toBe('kirk');
    expect(await evaluate(insufficientDecision?.reviewer, answered(2, { decision: 'REJECT' }))).toBeNull();
    expect(Object.keys(insufficientDecision ?? {})).toEqual(['decision', 'reviewer']);
  });

  test('approves a decision of enough people', async () => {
    expect(
      await evaluate(approved?.Condition, answered(2, { decision: 'APPROVE', reviewers: ['kirk', 'mccoy'] })),
    ).toBe(true);
  });
});

describe('Choices', () => {
  const [required] = state('Review Required?').Choices ?? [];

  test.each([
    [false, false, false, []],
    [true, false, true, ['NAME']],
    [false, true, true, ['ADDRESS']],
    [true, true, true, ['NAME', 'ADDRESS']],
  ])('name flagged %p, address flagged %p: review %p for %j', async (name, address, isRequired, reasons) => {
    const checks = states({ input: [{ flagged: name }, { flagged: address }] });
    expect(await evaluate(required?.Condition, checks)).toBe(isRequired);
    expect(await evaluate(required?.Assign?.reasons, checks)).toEqual(reasons);
    expect(await evaluate(required?.Assign?.checks, checks)).toEqual([{ flagged: name }, { flagged: address }]);
  });

  test.each([
    [{ decision: 'APPROVE' }, 'Approve Application'],
    [{ decision: 'RETURN', questions: ['Why?'] }, 'Await Information'],
    [{ decision: 'REJECT', reviewer: 'kirk' }, 'Reject Application'],
    [{ decision: 'approve' }, undefined],
    [{ decision: true }, undefined],
    [{}, undefined],
    ['APPROVE', undefined],
    [null, undefined],
  ])('the output %j leads to %p and never to a guess', async (input, next) => {
    const { Choices = [], Default } = state('Review Approved?');
    const matches = await Promise.all(
      Choices.map(({ Condition }) => evaluate(Condition, { returns: 2, ...states({ input }) })),
    );
    expect(matches.every((match) => typeof match === 'boolean')).toBe(true);
    expect(Choices[matches.indexOf(true)]?.Next).toBe(next);
    expect(Default).toBeUndefined();
  });
});

describe('The wait for the applicant', () => {
  const wait = state('Await Information');

  test('ends at the same state whatever ends it, because the record says whether there is an amendment', () => {
    expect(wait.Next).toBe('Amend Application');
    expect(wait.Catch).toEqual([
      {
        ErrorEquals: ['States.HeartbeatTimeout', 'States.Timeout'],
        Assign: { isReminder: true },
        Next: 'Amend Application',
      },
    ]);
  });

  test.each([
    ['2026-01-31T12:00:00.000Z', undefined, false, 1_209_600, 604_800],
    ['2026-02-07T12:00:00.000Z', undefined, true, 604_800, 604_799],
    ['2026-02-14T11:59:00.000Z', undefined, true, 60, 59],
    ['2026-02-14T12:00:00.000Z', undefined, true, 2, 1],
    ['2026-01-31T12:00:00.000Z', '2026-02-20T12:00:00.000Z', false, 2, 1],
  ])(
    'that is entered at %s, redriven at %s, after a reminder %p lasts %d seconds and misses a heartbeat after %d',
    async (EnteredTime, RedriveTime, isReminder, seconds, heartbeat) => {
      const context = { State: { EnteredTime }, Execution: { RedriveTime } };
      const scope = {
        informationDeadline: Date.parse('2026-02-14T12:00:00.000Z'),
        isReminder,
        ...states({ context }),
      };
      expect(await evaluate(wait.TimeoutSeconds, scope)).toBe(seconds);
      expect(await evaluate(wait.HeartbeatSeconds, scope)).toBe(heartbeat);
    },
  );

  test('follows at most three returns; a fourth one asks a reviewer again', async () => {
    const [, , , returned, tooOften] = state('Review Approved?').Choices ?? [];
    const scope = (returns: number) => ({ returns, ...states({ input: { decision: 'RETURN' } }) });
    expect(await evaluate(returned?.Condition, scope(2))).toBe(true);
    expect(await evaluate(returned?.Condition, scope(3))).toBe(false);
    expect(await evaluate(tooOften?.Condition, scope(3))).toBe(true);
    expect(tooOften?.Next).toBe('Review Still Open?');
  });
});
