import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { Run } from '../../../../api/types.generated.ts';
import { definitionGraphOf } from '../../../../handlers/operations/answer-queries/definition.ts';
import { executionView } from '../../../../handlers/operations/answer-queries/execution.ts';
import { readRedacted } from '../../../../handlers/shared/redact.ts';

const DEFINITION = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../workflow/account-application.asl.json'), 'utf8'),
);

const NONE: ReadonlySet<string> = new Set();

const RUN: Run = { arn: 'the run', status: 'RUNNING', startedAt: '2026-01-31T12:00:00.000Z' };

/** An event as [type, state name, id of the previous event]. Ids start at 1; times are one second apart. */
type EventLine = readonly [type: string, name?: string | undefined, previous?: number];
const history = (...events: readonly EventLine[]): HistoryEvent[] =>
  events.map(([type, name, previous], index) => {
    const event = {
      id: index + 1,
      previousEventId: previous ?? index,
      timestamp: new Date(Date.UTC(2026, 0, 31, 12, 0, index)),
    };
    if (type.endsWith('Entered'))
      return { ...event, type, stateEnteredEventDetails: { name, input: '{"in":1}' } } as HistoryEvent;
    if (type.endsWith('Exited'))
      return { ...event, type, stateExitedEventDetails: { name, output: '{"out":1}' } } as HistoryEvent;
    return { ...event, type } as HistoryEvent;
  });

const statusesOf = (events: HistoryEvent[], run = RUN) =>
  Object.fromEntries(
    executionView({ run, definition: DEFINITION, history: events, showsData: false }).states.map((state) => [
      state.name,
      state.status,
    ]),
  );

const CHECKING: readonly EventLine[] = [
  ['ExecutionStarted'],
  ['TaskStateEntered', 'Register Application'],
  ['LambdaFunctionFailed'],
  ['LambdaFunctionFailed'],
  ['LambdaFunctionSucceeded'],
  ['TaskStateExited', 'Register Application'],
  ['ParallelStateEntered', 'Check Applicant Data'],
  ['TaskStateEntered', 'Check Name', 7],
  ['TaskStateEntered', 'Check Address', 7],
  ['TaskScheduled', undefined, 8],
];

describe('The failure of a run', () => {
  const failed: Run = { ...RUN, status: 'FAILED', error: 'States.Runtime', cause: 'No value at $.name of Spock' };
  const seen = (showsData: boolean, run = failed) =>
    executionView({ run, definition: DEFINITION, history: [], showsData }).execution;

  test('has its error for everybody, and its cause, which may contain data, for those who may see inputs', () => {
    expect(seen(true)).toEqual(failed);
    expect(seen(false)).toEqual({ ...RUN, status: 'FAILED', error: 'States.Runtime' });
  });

  test('does not show a task token in its cause', () => {
    const cause = JSON.stringify({ errorMessage: 'refused', taskToken: 'secret' });
    expect(seen(true, { ...failed, cause }).cause).toBe('{"errorMessage":"refused","taskToken":"(redacted)"}');
  });
});

describe('The graph of a run', () => {
  test('contains every state of the definition, states of branches inside their Parallel state, and every transition', () => {
    const { states, transitions } = definitionGraphOf(DEFINITION);
    expect(states).toHaveLength(18);
    expect(states.find(({ name }) => name === 'Check Name')?.within).toBe('Check Applicant Data');
    const pending = states.find(({ name }) => name === 'Pending Review');
    expect(pending?.catches).toContainEqual({ errors: ['States.Timeout'], next: 'Review Expired' });
    expect(states.find(({ name }) => name === 'Register Application')?.retries?.[0]?.maxAttempts).toBeGreaterThan(0);
    expect(states.find(({ name }) => name === 'Review Required?')).toEqual({
      name: 'Review Required?',
      type: 'Choice',
    });
    expect(transitions).toContainEqual({ from: 'Check Applicant Data', to: 'Check Address' });
    expect(transitions).toContainEqual({ from: 'Review Approved?', to: 'Reject Application', label: 'REJECT' });
    expect(transitions).toContainEqual({ from: 'Pending Review', to: 'Review Expired', label: 'States.Timeout' });
    expect(transitions).toContainEqual({ from: 'Review Required?', to: 'Approve Application', label: 'otherwise' });
  });

  test('shows for each state whether it is pending, running or succeeded, and the number of retries', () => {
    expect(statusesOf(history(...CHECKING))).toMatchObject({
      'Register Application': 'retried 2',
      'Check Applicant Data': 'running',
      'Check Name': 'running',
      'Pending Review': 'pending',
    });
  });

  test('shows the state that failed and the state that caught the failure', () => {
    const events = history(
      ...CHECKING,
      ['LambdaFunctionFailed', undefined, 10],
      ['ParallelStateFailed', undefined, 11],
      ['ParallelStateExited', 'Check Applicant Data'],
      ['TaskStateEntered', 'Flag Application As Unprocessable'],
    );
    expect(statusesOf(events)).toMatchObject({
      'Check Name': 'failed',
      'Check Applicant Data': 'caught',
      'Flag Application As Unprocessable': 'running',
    });
  });

  test('shows the state in which a run failed', () => {
    const ended: Run = { ...RUN, status: 'FAILED', stoppedAt: '2026-01-31T12:00:10.000Z' };
    const events = history(
      ['ExecutionStarted'],
      ['TaskStateEntered', 'Register Application'],
      ['LambdaFunctionFailed'],
    );
    expect(statusesOf(events, ended)).toMatchObject({ 'Register Application': 'failed' });
  });

  test('shows inputs and outputs without tokens to roles that may see them', () => {
    const drawing = { run: RUN, definition: DEFINITION, history: history(...CHECKING) };
    const [shown] = executionView({ ...drawing, showsData: true }).states;
    expect(shown).toMatchObject({ input: { in: 1 }, output: { out: 1 } });
    const [hidden] = executionView({ ...drawing, showsData: false }).states;
    expect(Object.keys(hidden ?? {})).toEqual([
      'name',
      'type',
      'retries',
      'catches',
      'status',
      'enteredAt',
      'exitedAt',
    ]);
  });

  test.each([
    ['JSONata', { Arguments: { MessageBody: { link: "{% 'https://a.example/?t=' & $states.context.Task.Token %}" } } }],
    ['JSONPath', { Parameters: { 'MessageBody.$': "States.Format('https://a.example/?t={}', $$.Task.Token)" } }],
  ])('hides the token of a task by its value, under any name and inside any text (%s)', (_, task) => {
    const token = 'AQCwAAAAKgAAAAMAAAAA9+canary/canary0123456789012345678901234567890==';
    const ask = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', ...task, Next: 'Tell' };
    const definition = { StartAt: 'Ask', States: { Ask: ask, Tell: { Type: 'Succeed' } } };
    const parameters = JSON.stringify({ MessageBody: { link: `https://a.example/?t=${token}` } });
    const asked = history(['ExecutionStarted'], ['TaskStateEntered', 'Ask'], ['TaskScheduled']).map((event) =>
      event.type === 'TaskScheduled'
        ? ({ ...event, taskScheduledEventDetails: { parameters } } as unknown as HistoryEvent)
        : event,
    );
    const told = {
      id: 4,
      previousEventId: 3,
      type: 'SucceedStateEntered',
      stateEnteredEventDetails: { name: 'Tell', input: JSON.stringify({ answer: `by ${token}`, note: 'kept' }) },
    } as HistoryEvent;
    const { states } = executionView({ run: RUN, definition, history: [...asked, told], showsData: true });
    expect(states.find(({ name }) => name === 'Tell')?.input).toEqual({ answer: 'by (redacted)', note: 'kept' });
    expect(JSON.stringify(states)).not.toContain('canary');
  });

  test('hides tokens at any depth, even in strings that contain JSON', () => {
    const body = JSON.stringify({ taskToken: 'canary', reasons: ['NAME'] });
    expect(
      readRedacted(JSON.stringify({ MessageBody: body, list: [{ TaskToken: 'canary' }], kept: 'a' }), NONE),
    ).toEqual({
      MessageBody: '{"taskToken":"(redacted)","reasons":["NAME"]}',
      list: [{ TaskToken: '(redacted)' }],
      kept: 'a',
    });
    expect(readRedacted('no JSON', NONE)).toBe('no JSON');
  });
});
