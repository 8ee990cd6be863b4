import type { Answer } from '../wire/send.ts';

/** Tools of a bomb. */
export interface Ground {
  readonly port: number;
  /** Path of the HTTP API. */
  readonly apiPath: string;
  /** Sends a call of an action with the administrator's key; `input` is the JSON text of its input. */
  call(operation: string, input: string | object): Promise<Answer>;
  /** Sends a form of the query protocol. */
  form(service: string, body: string): Promise<Answer>;
  /** Sends any request. */
  raw(request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  }): Promise<Answer>;
  /** Runs a state machine with this definition to its end, for at most two minutes: its status, or REFUSED. */
  execute(definition: object, input?: string): Promise<string>;
}

/** An input that costs far more than its size. */
export interface Bomb {
  readonly name: string;
  /** Sends it; undefined if the system answers as it must, otherwise what is wrong. */
  explode(ground: Ground): Promise<string | undefined>;
}

const textOf = (answer: Answer): string =>
  answer.kind === 'answered' ? `${answer.status} ${answer.body.subarray(0, 200).toString('utf8')}` : answer.kind;

/** The answer must be a refusal: a status from 400 to 499. */
export const refused = (answer: Answer): string | undefined =>
  answer.kind === 'answered' && answer.status >= 400 && answer.status < 500
    ? undefined
    : `expected a refusal, but got ${textOf(answer)}`;

/** The runtime refuses what it does not have with this status. */
const UNSUPPORTED = 501;

/** There must be an answer, and not a failure of the runtime. */
export const answered = (answer: Answer): string | undefined =>
  answer.kind === 'answered' && (answer.status < 500 || answer.status === UNSUPPORTED)
    ? undefined
    : `expected an answer, but got ${textOf(answer)}`;

/** The execution must have been refused, or have ended without success. */
export const failed = (status: string): string | undefined =>
  ['FAILED', 'TIMED_OUT', 'REFUSED'].includes(status) ? undefined : `expected a failed execution, but it is ${status}`;

/** The execution must have ended. */
export const ended = (status: string): string | undefined =>
  status === 'RUNNING' ? 'the execution has not ended' : undefined;
