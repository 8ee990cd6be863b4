import { randomUUID } from 'node:crypto';
import type { Api } from '../api/api.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import type { Line } from './read.ts';

/** What became of a line. UNSENT: the system could not be reached, so nothing is known against the line. */
export type Result =
  | { readonly line: number; readonly id: string }
  | { readonly line: number; readonly refused: string }
  | { readonly line: number; readonly unsent: string };

/** So many calls are under way at once. */
const WIDTH = 8;

/** Submits one application; repeated attempts within have the same key and so make one application. */
export async function submitOne(api: Api, application: Readonly<Record<string, unknown>>): Promise<string> {
  const headers = { 'idempotency-key': randomUUID() };
  return (await api.post<{ readonly id: string }>('/applications', { body: { application }, headers })).id;
}

/** Submits all lines; those that are refused stop no other, a system that cannot be reached stops the rest. */
export async function submitLines(
  api: Api,
  lines: readonly Line[],
  onResult: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = lines.values();
  let unreachable: string | undefined;
  const work = async () => {
    for (const line of waiting) {
      const result = unreachable === undefined ? await resultOf(api, line) : { line: line.line, unsent: unreachable };
      if ('unsent' in result) unreachable = result.unsent;
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return results.sort((left, right) => left.line - right.line);
}

/** Not the line's fault: the others would fare the same. */
const EVERY_LINE = new Set<unknown>([EXIT.unreachable]);

async function resultOf(api: Api, line: Line): Promise<Result> {
  if ('problem' in line) return { line: line.line, refused: line.problem };
  try {
    return { line: line.line, id: await submitOne(api, line.application) };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const kind = EVERY_LINE.has(error.exitCode) ? 'unsent' : 'refused';
    return kind === 'unsent' ? { line: line.line, unsent: error.message } : { line: line.line, refused: error.message };
  }
}
