import type { Problem as ProblemBody } from '../../../api/types.generated.ts';

/** Reason for which a request is refused, with members of RFC 9457. */
export type Problem = Omit<ProblemBody, 'type' | 'title'>;

/** Thrown in a route to refuse the request. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict with the current state',
  410: 'Gone',
  412: 'Changed since it was read',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Key used for another request',
  500: 'Failed',
  503: 'Temporarily not available',
};

/** The body of application/problem+json. */
export function problemBody(problem: Problem): ProblemBody {
  return { type: 'about:blank', title: TITLES[problem.status] ?? 'Failed', ...problem };
}

/** @throws ProblemError always: status 400 with the wrong field and a text about its allowed values */
export function refuse(field: string, detail: string, code = 'INVALID_REQUEST'): never {
  throw new ProblemError({ status: 400, code, field, detail });
}

export const notFound = (what: string): Problem => ({ status: 404, code: 'NOT_FOUND', detail: `There is no ${what}.` });
