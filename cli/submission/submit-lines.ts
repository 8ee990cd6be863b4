import { randomUUID } from 'node:crypto';
import type { Api } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Accepted, Submission } from '../../api/types.generated.ts';
import { CommandFailure, type ExitCode, explainProblem } from '../failures.ts';
import type { Line } from './read.ts';

/** Result of a line: accepted, refused because of the line's content, or not sent because of a general failure. */
export type Result =
  | ({ readonly line: number } & Accepted)
  | { readonly line: number; readonly refused: string }
  | { readonly line: number; readonly unsent: string; readonly exitCode: ExitCode };

/** Maximum number of concurrent calls. */
const WIDTH = 8;

/** Submits one application. All attempts send the same idempotency key, so they create at most one application. */
export async function submitOne(api: Api, application: Submission['application']): Promise<Accepted> {
  const headers = { 'Idempotency-Key': randomUUID() };
  return api.call('POST /applications', { headers, body: { application } });
}

/**
 * Submits all lines. A refused line does not stop the others. After a general failure, the other lines are not sent.
 */
export async function submitLines(
  api: Api,
  lines: readonly Line[],
  onResult: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = lines.values();
  let stopped: Extract<Result, { unsent: string }> | undefined;
  const work = async () => {
    for (const line of waiting) {
      const result = stopped === undefined ? await resultOf(api, line) : { ...stopped, line: line.line };
      if ('unsent' in result) stopped ??= result;
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return results.sort((left, right) => left.line - right.line);
}

/** Statuses about the content of a line. Other statuses are general failures, caused by the caller or the system. */
const LINES_FAULT = new Set([400, 409, 413, 422]);

async function resultOf(api: Api, line: Line): Promise<Result> {
  if ('problem' in line) return { line: line.line, refused: line.problem };
  try {
    // The cast is safe because the API validates the content of a line.
    return { line: line.line, ...(await submitOne(api, line.application as Submission['application'])) };
  } catch (error) {
    if (!(error instanceof CommandFailure || error instanceof ApiProblem)) throw error;
    const { message, exitCode } = error instanceof ApiProblem ? explainProblem(error) : error;
    const isLinesFault = error instanceof ApiProblem && LINES_FAULT.has(error.status);
    return isLinesFault ? { line: line.line, refused: message } : { line: line.line, unsent: message, exitCode };
  }
}
