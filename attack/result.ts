import { countsText } from '../chaos/result.ts';
import type { Fault } from './judge/faults.ts';

/** FAILED: the harness itself failed. */
type Status = 'HELD' | 'FOUND' | 'FAILED';

export interface Result {
  readonly part: string;
  readonly status: Status;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  readonly notes: readonly string[];
  /** The error that ended the part. */
  readonly reason?: string;
}

/** Maximum number of faults of a part that are printed. The JSON file has all of them. */
const MOST_SHOWN = 40;

const faultLines = ({ part, faults }: Result): readonly string[] => [
  ...faults
    .slice(0, MOST_SHOWN)
    .flatMap(({ subject, what, count, example }) => [`  ${part}: ${subject}: ${what} (${count})`, `      ${example}`]),
  ...(faults.length > MOST_SHOWN ? [`  ${part}: ${faults.length - MOST_SHOWN} more`] : []),
];

/** A table with one row for each part, and what was found. */
export const tableOf = (results: readonly Result[]): string => {
  const width = Math.max(...results.map(({ part }) => part.length));
  const rows = results.map(({ part, status, seconds, counts, reason }) =>
    [part.padEnd(width), status.padEnd(6), `${seconds.toFixed(0)} s`.padStart(6), reason ?? countsText(counts)].join(
      '  ',
    ),
  );
  return [...rows, ...results.flatMap(faultLines)].join('\n');
};

export const allHeld = (results: readonly Result[]): boolean => results.every(({ status }) => status === 'HELD');
