import { ApiProblem } from '../api/problem.ts';
import { missingEndpoint, noAnswer } from './no-answer.ts';
import { printable } from './terminal/table.ts';

/** Exit codes of the process. Scripts depend on these numbers. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, conflict: 4, unreachable: 5 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Thrown to end a command with one sentence on standard error. The message must not contain data of an applicant. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'TimeoutError',
  'NetworkingError',
]);

const NOT_FOUND = new Set([
  'ResourceNotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'ExecutionDoesNotExist',
  'StateMachineDoesNotExist',
]);

const CONFLICT = new Set([
  'ResourceAlreadyExistsException',
  'IllegalStatusException',
  'ExecutionNotRedrivable',
  'ConflictException',
]);

/** Error names of AWS for an unknown access key, for example the key of the local system. */
const UNKNOWN_KEYS = new Set(['UnrecognizedClientException', 'InvalidClientTokenId']);

const UNCONFIGURED = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** The sentence for standard error and the exit code of a command that threw `error`. */
export function explain(
  error: unknown,
  env: NodeJS.ProcessEnv,
): { readonly message: string; readonly exitCode: ExitCode } {
  if (error instanceof CommandFailure) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof ApiProblem) return explainProblem(error);
  const names = namesOf(error);
  const text = error instanceof Error ? oneLine(error.message) : String(error);
  if (names.some((name) => UNREACHABLE.has(name))) return { exitCode: EXIT.unreachable, message: noAnswer(env) };
  if (names.some((name) => UNCONFIGURED.has(name)) || text === 'Region is missing')
    return { exitCode: EXIT.usage, message: `${text}. For the system on this machine: eval "$(npm run -s env)"` };
  if (names.some((name) => NOT_FOUND.has(name))) return { exitCode: EXIT.notFound, message: text };
  if (names.some((name) => CONFLICT.has(name))) return { exitCode: EXIT.conflict, message: text };
  if (names.some((name) => UNKNOWN_KEYS.has(name)))
    return { exitCode: EXIT.failed, message: [text, missingEndpoint(env)].filter(Boolean).join(' ') };
  return { exitCode: EXIT.failed, message: names[0] === undefined ? text : `${names[0]}: ${text}` };
}

/** Exit code for each status of an API problem; status 0 means no answer. The exit code for other statuses is 1. */
const EXIT_CODES: Readonly<Record<number, ExitCode>> = {
  0: EXIT.unreachable,
  400: EXIT.usage,
  401: EXIT.usage,
  404: EXIT.notFound,
  409: EXIT.conflict,
  410: EXIT.conflict,
  412: EXIT.conflict,
  422: EXIT.conflict,
};

const WITHOUT_DETAIL: Readonly<Record<number, string>> = {
  401: 'You are not signed in, or the session has ended: apps login',
  403: 'Your role does not allow this; apps whoami shows your roles.',
  404: 'There is no such object; check the id.',
  429: 'The API receives too many requests at the moment; try again.',
};

/** The sentence and the exit code for an error response of the API, or for a missing response. */
export function explainProblem(problem: ApiProblem): { readonly message: string; readonly exitCode: ExitCode } {
  return { message: printable(sentenceOf(problem)), exitCode: EXIT_CODES[problem.status] ?? EXIT.failed };
}

function sentenceOf({ status, members }: ApiProblem): string {
  const { detail, title, decidedBy, decidedAt, decision } = members;
  if (status === 0) return `${detail}; is the system running (npm start)?`;
  if (status === 409 && decision !== undefined && decidedAt !== undefined)
    return `It was decided ${decision} by ${decidedBy ?? 'somebody'} at ${decidedAt}; this has changed nothing.`;
  return detail ?? WITHOUT_DETAIL[status] ?? title ?? `The API answered with status ${status}.`;
}

/** Names and codes of the error and of all its causes. For example, a refused connection is a cause of a cause. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as { code?: unknown };
  const causes = error instanceof AggregateError ? error.errors : [error.cause];
  return [error.name, ...(typeof code === 'string' ? [code] : []), ...causes.flatMap(namesOf)];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** True if `error` has one of these names. The errors of SDK clients have the service's error names. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}
