import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { printable } from '../terminal/table.ts';

/** How a command ends by the status of an answer; any other is a failure. */
const EXIT_CODES: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.usage,
  404: EXIT.notFound,
  409: EXIT.conflict,
  410: EXIT.conflict,
  412: EXIT.conflict,
  422: EXIT.conflict,
};

const WITHOUT_DETAIL: Readonly<Record<number, string>> = {
  401: 'Nobody is signed in here, or the session has ended: apps login',
  403: 'Your role does not allow this; apps whoami shows it.',
  429: 'The API is asked too often at the moment; try again.',
};

/** Thrown for an answer that is a refusal (RFC 9457, or API Gateway's own). */
export class ApiProblem extends CommandFailure {
  readonly status: number;

  constructor(status: number, body: unknown) {
    super(EXIT_CODES[status] ?? EXIT.failed, sentenceOf(status, body));
    this.status = status;
  }
}

function sentenceOf(status: number, body: unknown): string {
  const { detail, title, decidedBy, decidedAt, decision } = textMembers(body);
  if (status === 409 && decision !== undefined && decidedAt !== undefined)
    return `It was decided ${decision} by ${decidedBy ?? 'somebody'} at ${decidedAt}; this has changed nothing.`;
  return detail ?? WITHOUT_DETAIL[status] ?? title ?? `The API answered with status ${status}.`;
}

function textMembers(body: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof body !== 'object' || body === null) return {};
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, text]) => [name, printable(text)]));
}
