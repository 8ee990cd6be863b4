import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { HistoryEvent, TaskEffect } from '../../../../../local/src/services/stepfunctions/interpreter/contract.ts';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { isObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import type { Answer } from './harness.ts';
import { Execution, ROLE_ARN, START_MS } from './harness.ts';
import { bagDifference, difference, parsed } from './matching.ts';

const RECORDINGS = new URL('../../../../../../shared/conformance/asl.jsonl', import.meta.url);

interface Recorded {
  readonly type: string;
  readonly id?: number;
  readonly [more: string]: unknown;
}

interface Case {
  readonly id: string;
  readonly category: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly definition: string;
  readonly input?: string | null;
  readonly fixtures?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly handler?: string;
    readonly function?: string;
  }[];
  readonly setup?: readonly unknown[];
  readonly actors?: readonly { readonly kind: string }[];
  readonly expect: {
    readonly status: string;
    readonly output?: unknown;
    readonly error?: string;
    readonly cause?: unknown;
  };
  readonly history?: readonly Recorded[];
  readonly order?: 'any' | 'strict';
}

/** The Lambda functions of the recordings. */
const HANDLERS: Record<string, (event: Json) => Json> = {
  echo: (event) => event,
  hello: () => ({ Return: 'HelloWorld' }),
  return_helloworld: () => 'HelloWorld!',
  large_output: () => 'a'.repeat(257 * 1024),
  sleep60: (event) => event,
  decorate_input: (event) => `input-event-${typeof event === 'string' ? event : JSON.stringify(event)}`,
};

const THROWN: Record<string, { error: string; cause: string }> = {
  raise_exception: thrown('Exception', 'Some exception was raised.'),
  raise_custom_exception: thrown('CustomException', ''),
};

function thrown(error: string, message: string): { error: string; cause: string } {
  return { error, cause: JSON.stringify({ errorType: error, errorMessage: message, trace: [] }) };
}

/** Items and results in Amazon S3 are refused: see `beginMap`. */
const isRefused = (each: Case): boolean => /"(ItemReader|ResultWriter)"/.test(each.definition);

function filled(text: string, each: Case): string {
  return text.replace(
    /\{\{(u:\d+|iso:[+-]\d+|account|region|role\.arn|[A-Za-z]\w*\.[\w.|-]*)\}\}/g,
    (_, token: string) => {
      if (token.startsWith('u:')) return `unique${token.slice(2)}`;
      if (token.startsWith('iso:'))
        return new Date(START_MS + Number(token.slice(4)) * 1000).toISOString().slice(0, 19);
      if (token === 'account') return '000000000000';
      if (token === 'region') return 'us-east-1';
      if (token === 'role.arn') return ROLE_ARN;
      return resourceName(token, each);
    },
  );
}

function resourceName(token: string, each: Case): string {
  const [name = '', field = ''] = token.split('.');
  const fixture = each.fixtures?.find((other) => other.name === name);
  if (fixture?.kind === 'lambda')
    return `arn:aws:lambda:us-east-1:000000000000:function:${filled(fixture.function ?? '', each)}`;
  if (field === 'url') return `http://127.0.0.1:4566/000000000000/${name}`;
  if (field === 'activityArn') return 'arn:aws:states:us-east-1:000000000000:activity:work';
  if (field === 'stateMachineArn') return `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
  return `arn:aws:${fixture?.kind === 'topic' ? 'sns' : 'sqs'}:us-east-1:000000000000:${name}`;
}

/** Answers a task with the recorded response of its function, queue, activity or service. */
class Outside {
  private readonly each: Case;
  private readonly replies: Recorded[];

  constructor(each: Case) {
    this.each = each;
    this.replies = (each.history ?? []).filter((event) => /^Task(Succeeded|Failed|Submitted)$/.test(event.type));
  }

  answer = (task: TaskEffect): readonly Answer[] => {
    const { resource, taskId } = task;
    if (resource.includes(':activity:')) return this.activity(task);
    if (resource.includes(':lambda:') && !resource.includes(':states:::'))
      return this.lambda(task, resource, task.parameters, (o) => o);
    if (resource === 'arn:aws:states:::lambda:invoke') return this.invoke(task);
    const started: Answer = { stimulus: { kind: 'taskStarted', taskId } };
    if (resource === 'arn:aws:states:::sqs:sendMessage.waitForTaskToken') return [started, ...this.queue(task)];
    return [started, ...this.replay(task)];
  };

  private invoke(task: TaskEffect): readonly Answer[] {
    const parameters = isObject(task.parameters) ? task.parameters : {};
    const metadata = { SdkHttpMetadata: {}, SdkResponseMetadata: {} };
    const wrap = (output: Json) => ({ ExecutedVersion: '$LATEST', Payload: output, ...metadata, StatusCode: 200 });
    // A Payload that is a string contains the event's JSON.
    const event = parsed(parameters.Payload ?? {}) as Json;
    return this.lambda(task, String(parameters.FunctionName), event, wrap);
  }

  private lambda({ taskId }: TaskEffect, name: string, event: Json, wrap: (output: Json) => Json): readonly Answer[] {
    const started: Answer = { stimulus: { kind: 'taskStarted', taskId } };
    const lambdas = (this.each.fixtures ?? []).filter((fixture) => fixture.kind === 'lambda');
    const found = lambdas.find((fixture) => name.endsWith(filled(fixture.function ?? '', this.each))) ?? lambdas[0];
    const failure = THROWN[found?.handler ?? ''];
    if (failure !== undefined) return [started, { stimulus: { kind: 'taskFailed', taskId, ...failure } }];
    const output = HANDLERS[found?.handler ?? '']?.(event) ?? null;
    const afterMs = found?.handler === 'sleep60' ? 60_000 : 0;
    return [started, { afterMs, stimulus: { kind: 'taskSucceeded', taskId, output: wrap(output) } }];
  }

  private queue(task: TaskEffect): readonly Answer[] {
    const { taskId } = task;
    const body = isObject(task.parameters) ? task.parameters.MessageBody : undefined;
    const output = { MD5OfMessageBody: 'md5', MessageId: 'id', SdkHttpMetadata: {}, SdkResponseMetadata: {} };
    const submitted: Answer = { stimulus: { kind: 'taskSubmitted', taskId, output } };
    const message = isObject(body) ? (body.Message ?? null) : null;
    const success = (value: Json, afterMs = 0): Answer => ({
      afterMs,
      stimulus: { kind: 'taskSucceeded', taskId, output: value },
    });
    const beat = (afterMs: number): Answer => ({ afterMs, stimulus: { kind: 'heartbeat', taskId } });
    const byActor: Record<string, readonly Answer[]> = {
      sqs_task_success: [success(message)],
      sqs_task_failure: [{ stimulus: { kind: 'taskFailed', taskId, error: 'Failure error', cause: 'Failure cause' } }],
      sqs_task_failure_empty: [{ stimulus: { kind: 'taskFailed', taskId } }],
      sqs_heartbeat_success: [beat(4000), success(message, 5000)],
      sqs_10_heartbeats_success: [beat(100), success(body ?? null, 200)],
    };
    return [submitted, ...(byActor[this.each.actors?.[0]?.kind ?? ''] ?? [])];
  }

  private activity({ taskId, parameters }: TaskEffect): readonly Answer[] {
    const started: Answer = { stimulus: { kind: 'taskStarted', taskId, workerName: 'BASE_ID_ACTIVITY_CONSUMER' } };
    const success: Answer = { afterMs: 4000, stimulus: { kind: 'taskSucceeded', taskId, output: parameters } };
    const failure: Answer = {
      stimulus: { kind: 'taskFailed', taskId, error: 'Programmatic Error', cause: JSON.stringify(parameters) },
    };
    const byActor: Record<string, readonly Answer[]> = {
      activity_success: [success],
      activity_failure: [failure],
      activity_heartbeat_success: [{ afterMs: 2000, stimulus: { kind: 'heartbeat', taskId } }, success],
    };
    return [started, ...(byActor[this.each.actors?.[0]?.kind ?? ''] ?? [])];
  }

  /** The service's response in the recorded history. */
  private replay({ taskId }: TaskEffect): readonly Answer[] {
    const answers: Answer[] = [];
    for (;;) {
      const reply = this.replies.shift();
      if (reply === undefined) return answers;
      const details = Object.values(reply).find(isObject) ?? {};
      if (reply.type === 'TaskSubmitted') {
        answers.push({ stimulus: { kind: 'taskSubmitted', taskId, output: details.output ?? null } });
        continue;
      }
      const { error, cause } = details;
      const failure = {
        ...(error === undefined ? {} : { error: String(error) }),
        ...(cause === undefined ? {} : { cause: textOf(cause) }),
      };
      if (reply.type === 'TaskFailed') answers.push({ stimulus: { kind: 'taskFailed', taskId, ...failure } });
      else answers.push({ stimulus: { kind: 'taskSucceeded', taskId, output: details.output ?? null } });
      return answers;
    }
  }
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The event in the form of GetExecutionHistory, with its JSON texts parsed. */
function shown(event: HistoryEvent): Record<string, unknown> {
  const { timestampMs: _, detailsKey, details, ...rest } = event;
  if (detailsKey === undefined || details === undefined) return rest;
  const read = Object.entries(details).map(([key, value]) => [
    key,
    /^(input|output|parameters)$/.test(key) ? parsed(value) : value,
  ]);
  return { ...rest, [detailsKey]: Object.fromEntries(read) };
}

function label(event: Record<string, unknown>): string {
  const details = Object.entries(event).find(([key, value]) => key.endsWith('EventDetails') && isObject(value))?.[1];
  const name = isObject(details) ? details.name : undefined;
  return typeof name === 'string' && !name.includes('{{') ? `${event.type}:${name}` : String(event.type);
}

interface Verdict {
  readonly outcome: string | undefined;
  readonly history: string | undefined;
  readonly details: string | undefined;
}

async function judge(each: Case): Promise<Verdict> {
  const execution = new Execution(filled(each.definition, each), {
    input: each.input == null ? {} : JSON.parse(filled(each.input, each)),
    worker: new Outside(each).answer,
    type: each.type,
  });
  await execution.run();
  const outcome = outcomeDifference(each, execution);
  if (each.history === undefined) return { outcome, history: undefined, details: undefined };
  const actual = execution.history.map(shown);
  const history = labelsDifference(each, actual);
  return { outcome, history, details: history ?? detailsDifference(each, actual, execution) };
}

function outcomeDifference({ expect: want }: Case, { snapshot }: Execution): string | undefined {
  if (want.status !== snapshot.status)
    return `want ${want.status}, got ${snapshot.status} ${snapshot.error} ${snapshot.cause}`;
  if ('output' in want) return difference(want.output, snapshot.output, { loose: true }, 'output');
  return want.error === snapshot.error ? undefined : `want error ${want.error}, got ${snapshot.error}`;
}

function labelsDifference(each: Case, actual: readonly Record<string, unknown>[]): string | undefined {
  const want = (each.history ?? []).map(label);
  const got = actual.map(label);
  return each.order === 'any' ? bagDifference(want, got, {}) : difference(want, got);
}

function detailsDifference(
  each: Case,
  actual: readonly Record<string, unknown>[],
  { snapshot }: Execution,
): string | undefined {
  const cause =
    each.expect.cause === undefined
      ? undefined
      : difference(each.expect.cause, snapshot.cause, { extra: true }, 'cause');
  if (cause !== undefined) return cause;
  const want = each.history ?? [];
  if (each.order === 'any')
    return bagDifference(
      want.map(({ id: _, previousEventId: __, ...rest }) => rest),
      actual,
      { extra: true },
    );
  return difference(want, actual, { extra: true });
}

const cases: Case[] = existsSync(RECORDINGS)
  ? readFileSync(RECORDINGS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

describe('executions recorded on AWS', () => {
  if (cases.length === 0) {
    test.skip('the recordings are missing (shared/conformance beside the repository)', () => undefined);
    return;
  }
  const figures = new Map<string, Record<string, number>>();
  const differences: string[] = [];

  for (const each of cases.filter(isRefused)) {
    test.skip(`${each.id}: ItemReader and ResultWriter are refused`, () => undefined);
  }

  const named = cases.filter((each) => !isRefused(each)).map((each) => [`${each.category} ${each.id}`, each] as const);
  test.each(named)('%s', async (_, each) => {
    const figure = figures.get(each.category) ?? { all: 0, outcome: 0, history: 0, details: 0 };
    figures.set(each.category, figure);
    count(figure, 'all');
    const verdict = await judge(each);
    for (const level of ['outcome', 'history', 'details'] as const) {
      if (verdict[level] === undefined) count(figure, level);
      else differences.push(`${level} ${each.id}: ${verdict[level]}`);
    }
    expect({ outcome: verdict.outcome, history: verdict.history }).toEqual({ outcome: undefined, history: undefined });
  });

  test('the figures by category', () => {
    console.log(
      `${[...figures].map(([name, figure]) => `${name} ${JSON.stringify(figure)}`).join('\n')}\n${differences.join('\n')}`,
    );
    expect(figures.size).toBeGreaterThan(0);
  });
});

function count(figure: Record<string, number>, what: string): void {
  figure[what] = (figure[what] ?? 0) + 1;
}
