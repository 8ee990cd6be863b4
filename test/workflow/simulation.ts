import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutgoingEvent } from '../../events/outgoing.ts';
import { type Command as Application, applyAmendment } from '../../handlers/applications/apply-amendment/apply.ts';
import { handler as checkAddress } from '../../handlers/applications/check-address/handler.ts';
import { handler as checkName } from '../../handlers/applications/check-name/handler.ts';
import type { ExecutionStatus } from '../../handlers/applications/register-application/ports.ts';
import { register, type Submission } from '../../handlers/applications/register-application/register.ts';
import type { Command } from '../../handlers/outcomes/record-outcome/decide.ts';
import { recordOutcome } from '../../handlers/outcomes/record-outcome/record.ts';
import type { TwoPeoplePolicy } from '../../handlers/outcomes/record-outcome/two-people.ts';
import type { Command as Request } from '../../handlers/outcomes/request-information/decide.ts';
import { requestInformation } from '../../handlers/outcomes/request-information/request.ts';
import { advance } from '../../local/src/services/stepfunctions/interpreter/advance.ts';
import type {
  Effect,
  HistoryEvent,
  Snapshot,
  StateMachine,
  Stimulus,
  TaskEffect,
} from '../../local/src/services/stepfunctions/interpreter/contract.ts';
import { initialSnapshot } from '../../local/src/services/stepfunctions/interpreter/initial-snapshot.ts';
import { parseStateMachine } from '../../local/src/services/stepfunctions/interpreter/parse-state-machine.ts';
import { isObject, type Json, type JsonObject } from '../../local/src/services/stepfunctions/language/json.ts';
import { InMemoryApplications } from '../handlers/in-memory-applications.ts';

const START_MS = Date.parse('2026-01-31T12:00:00.000Z');
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const DEFINITION = readFileSync(join(import.meta.dirname, '../../workflow/account-application.asl.json'), 'utf8');
const SUBSTITUTIONS: Record<string, string> = {
  RegisterApplication: 'register-application',
  CheckName: 'check-name',
  CheckAddress: 'check-address',
  RecordOutcome: 'record-outcome',
  RequestInformation: 'request-information',
  ApplyAmendment: 'apply-amendment',
  ReviewQueueUrl: 'review-queue',
  ReviewDeadlineSeconds: '2592000',
  ReviewHeartbeatSeconds: '86400',
  InformationDeadlineSeconds: '1209600',
  MaxReturns: '3',
};
const TEXT = DEFINITION.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => SUBSTITUTIONS[name] ?? '');
const MACHINE: StateMachine = parseStateMachine(
  TEXT,
  'arn:aws:states:::stateMachine:account-application',
  'account-application',
  'STANDARD',
);

export interface ReviewMessage {
  readonly taskToken: string;
  readonly applicationId: string;
  readonly reasons: readonly string[];
  readonly requestedAt: string;
}

/** The system around the executions: records, announced events, review queue, and a clock that only tests advance. */
export class Surroundings {
  readonly applications = new InMemoryApplications();
  readonly queue: ReviewMessage[] = [];
  readonly runs = new Map<string, Run>();
  /** Tokens of the waits for applicants, in the order of their requests. */
  readonly applicantTokens: string[] = [];
  /** Errors by function name: the next calls of the function fail with these, in order. */
  readonly failures = new Map<string, Error[]>();
  /** Every review needs one person. */
  policy: TwoPeoplePolicy = { reasons: [], samplePercent: 0 };
  nowMs = START_MS;

  /** The announced changes of records, and the reminders. */
  get announced(): OutgoingEvent[] {
    return this.applications.announced;
  }

  /** Starts an execution with this input and runs it until it ends or waits. */
  async start(name: string, input: Json): Promise<Run> {
    const run = new Run(name, input, this);
    this.runs.set(run.arn, run);
    await run.apply({ kind: 'start' });
    return run;
  }

  /** Advances the clock and fires every timer of every execution that becomes due. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (let due = this.#nextTimer(untilMs); due !== undefined; due = this.#nextTimer(untilMs)) {
      this.nowMs = Math.max(this.nowMs, due.dueMs);
      await due.run.fire(due.timerId);
    }
    this.nowMs = untilMs;
  }

  #nextTimer(untilMs: number): { run: Run; timerId: string; dueMs: number } | undefined {
    const timers = [...this.runs.values()].flatMap((run) =>
      [...run.timers].map(([timerId, dueMs]) => ({ run, timerId, dueMs })),
    );
    const [earliest] = timers.toSorted((left, right) => left.dueMs - right.dueMs);
    return earliest !== undefined && earliest.dueMs <= untilMs ? earliest : undefined;
  }

  /** Calls a function's core in the way Lambda calls its handler. */
  async invoke(name: string, payload: unknown): Promise<unknown> {
    const failure = this.failures.get(name)?.shift();
    if (failure !== undefined) throw failure;
    const ports = {
      applications: this.applications,
      policy: this.policy,
      announce: async (event: OutgoingEvent) => void this.announced.push(event),
      keepToken: async ({ taskToken }: { readonly taskToken: string }) => void this.applicantTokens.push(taskToken),
      statusOfExecution: async (arn: string): Promise<ExecutionStatus> =>
        this.runs.get(arn)?.snapshot.status ?? 'MISSING',
      now: () => new Date(this.nowMs),
    };
    switch (name) {
      case 'register-application':
        return register(ports, payload as Submission);
      case 'check-name':
        return checkName(payload as Parameters<typeof checkName>[0]);
      case 'check-address':
        return checkAddress(payload as Parameters<typeof checkAddress>[0]);
      case 'record-outcome':
        return recordOutcome(ports, payload as Command);
      case 'request-information':
        return requestInformation(ports, payload as Request);
      case 'apply-amendment':
        return applyAmendment(ports, payload as Application);
      default:
        throw new Error(`There is no function ${name}.`);
    }
  }
}

/** One execution of the workflow's own definition by the interpreter of the one-machine runtime. */
export class Run {
  readonly arn: string;
  readonly history: HistoryEvent[] = [];
  readonly timers = new Map<string, number>();
  snapshot: Snapshot;
  readonly #surroundings: Surroundings;
  #tokens = 0;

  constructor(name: string, input: Json, surroundings: Surroundings) {
    this.arn = `arn:aws:states:us-east-1:000000000000:execution:account-application:${name}`;
    this.#surroundings = surroundings;
    const { nowMs: startMs } = surroundings;
    this.snapshot = initialSnapshot({ arn: this.arn, name, roleArn: 'role', startMs, input, redriveCount: 0 });
  }

  /** Names of the entered states, in order. */
  get path(): unknown[] {
    return this.history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details?.name);
  }

  async apply(stimulus: Stimulus): Promise<void> {
    const step = await advance(MACHINE, JSON.parse(JSON.stringify(this.snapshot)), stimulus, {
      nowMs: this.#surroundings.nowMs,
      random: { uuid: () => '00000000-0000-4000-8000-000000000000', number: () => 0.5 },
      token: () => `${this.arn}-${++this.#tokens}`,
    });
    this.snapshot = step.snapshot;
    this.history.push(...step.events);
    for (const effect of step.effects) await this.#perform(effect);
  }

  async fire(timerId: string): Promise<void> {
    this.timers.delete(timerId);
    await this.apply({ kind: 'timerFired', timerId });
  }

  /** Like SendTaskSuccess; false if the token is no longer valid. */
  async decide(taskToken: string, output: Json): Promise<boolean> {
    const waiting = Object.entries(this.snapshot.tasks).find(([, { token }]) => token === taskToken);
    if (waiting === undefined || this.snapshot.status !== 'RUNNING') return false;
    await this.apply({ kind: 'taskSucceeded', taskId: waiting[0], output });
    return true;
  }

  /** Like SendTaskHeartbeat for the waiting task. */
  async renew(): Promise<void> {
    for (const taskId of Object.keys(this.snapshot.tasks)) await this.apply({ kind: 'heartbeat', taskId });
  }

  async #perform(effect: Effect): Promise<void> {
    if (effect.kind === 'setTimer') this.timers.set(effect.timerId, effect.dueMs);
    if (effect.kind === 'clearTimer') this.timers.delete(effect.timerId);
    if (effect.kind === 'runTask') await this.apply(await this.#answer(effect));
  }

  async #answer({ taskId, parameters, resource }: TaskEffect): Promise<Stimulus> {
    const given: JsonObject = isObject(parameters) ? parameters : {};
    if (resource.endsWith('sqs:sendMessage.waitForTaskToken')) {
      this.#surroundings.queue.push(given.MessageBody as unknown as ReviewMessage);
      return { kind: 'taskSubmitted', taskId, output: { MessageId: 'message' } };
    }
    try {
      const payload = await this.#surroundings.invoke(String(given.FunctionName), given.Payload);
      if (resource.endsWith('.waitForTaskToken')) return { kind: 'taskSubmitted', taskId, output: {} };
      return {
        kind: 'taskSucceeded',
        taskId,
        output: { StatusCode: 200, Payload: JSON.parse(JSON.stringify(payload)) },
      };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return {
        kind: 'taskFailed',
        taskId,
        error: errorType,
        cause: JSON.stringify({ errorType, errorMessage, trace: [] }),
      };
    }
  }
}
