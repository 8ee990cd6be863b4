import { expect, test } from '@jest/globals';
import { advance } from '../../../../../local/src/services/stepfunctions/interpreter/advance.ts';
import type {
  Snapshot,
  StateMachine,
  Step,
  Stimulus,
} from '../../../../../local/src/services/stepfunctions/interpreter/contract.ts';
import { initialSnapshot } from '../../../../../local/src/services/stepfunctions/interpreter/initial-snapshot.ts';
import type { Trace } from '../../../../../local/src/services/stepfunctions/interpreter/trace.ts';
import { factsOf, machineOf, START_MS } from './harness.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const DEFINITION = {
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Parameters: { 'a.$': '$.in' }, Assign: { v: 1 }, Next: 'Second' },
    Second: {
      Type: 'Task',
      Resource: LAMBDA,
      ResultSelector: { 'b.$': '$' },
      ResultPath: '$.r',
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Third' }],
      End: true,
    },
    Third: { Type: 'Choice', Choices: [{ Variable: '$.Error', IsPresent: false, Next: 'First' }] },
  },
};

const step = (machine: StateMachine, snapshot: Snapshot, stimulus: Stimulus, trace?: Trace): Promise<Step> => {
  const random = { uuid: () => 'uuid', number: () => 0.5 };
  const surroundings = { nowMs: START_MS, random, token: () => 'token' };
  return advance(machine, snapshot, stimulus, trace === undefined ? surroundings : { ...surroundings, trace });
};

const recorder = () => {
  const values: [string, unknown][] = [];
  const trace: Trace = (name, value) => {
    values.push([name, value]);
  };
  return { values, trace };
};

test('a trace receives the intermediate values of each state in the order of their evaluation', async () => {
  const { values, trace } = recorder();
  const machine = machineOf(DEFINITION);
  const { snapshot } = await step(machine, initialSnapshot(factsOf({ in: 1 })), { kind: 'start' }, trace);
  await step(machine, snapshot, { kind: 'taskSucceeded', taskId: 'task1@', output: 7 }, trace);
  expect(values).toEqual([
    ['input', { in: 1 }],
    ['afterInputPath', { in: 1 }],
    ['afterParameters', { a: 1 }],
    ['afterResultSelector', { a: 1 }],
    ['afterResultPath', { a: 1 }],
    ['variables', { v: 1 }],
    ['nextState', 'Second'],
    ['input', { a: 1 }],
    ['afterInputPath', { a: 1 }],
    ['afterParameters', { a: 1 }],
    ['result', 7],
    ['afterResultSelector', { b: 7 }],
    ['afterResultPath', { a: 1, r: { b: 7 } }],
  ]);
});

test('a trace receives failures with the retrier or catcher that matches', async () => {
  const { values, trace } = recorder();
  const machine = machineOf(DEFINITION);
  const { snapshot } = await step(machine, initialSnapshot(factsOf({ in: 1 })), { kind: 'start' });
  const failed = (error: string) => ({ kind: 'taskFailed', taskId: 'task1@', error }) as const;
  await step(machine, snapshot, failed('Busy'), trace);
  expect(values).toEqual([
    ['failure', { error: 'Busy', cause: undefined }],
    ['retryIndex', 0],
    ['retryBackoffIntervalSeconds', 2],
  ]);
  values.length = 0;
  const { snapshot: last } = await step(machine, snapshot, failed('Broken'), trace);
  expect(values.map(([name]) => name)).toEqual([
    'failure',
    'catchIndex',
    'nextState',
    'input',
    'afterInputPath',
    'failure',
  ]);
  expect(last).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});

test('a step is the same with a trace and without one', async () => {
  const machine = machineOf(DEFINITION);
  const before = initialSnapshot(factsOf({ in: 1 }));
  const started = await step(machine, before, { kind: 'start' });
  expect(await step(machine, before, { kind: 'start' }, recorder().trace)).toEqual(started);
  const answer: Stimulus = { kind: 'taskFailed', taskId: 'task1@', error: 'Busy' };
  expect(await step(machine, started.snapshot, answer, recorder().trace)).toEqual(
    await step(machine, started.snapshot, answer),
  );
});
