import type { Problem as ProblemBody } from '../../../api/types.generated.ts';

/** Why a request is not carried out, as RFC 9457 has it. */
export type Problem = Omit<ProblemBody, 'type' | 'title'>;

/** Thrown at the edge for a request that cannot be carried out. */
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
  409: 'In conflict with what has happened',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Key used for something else',
  500: 'Failed',
  503: 'Not possible at the moment',
};

/** The body of application/problem+json. */
export function problemBody(problem: Problem): ProblemBody {
  return { type: 'about:blank', title: TITLES[problem.status] ?? 'Failed', ...problem };
}

/** @throws ProblemError, always: 400 that names the field and what it allows */
export function refuse(field: string, detail: string, code = 'INVALID_REQUEST'): never {
  throw new ProblemError({ status: 400, code, field, detail });
}

export const notFound = (what: string): Problem => ({ status: 404, code: 'NOT_FOUND', detail: `There is no ${what}.` });
