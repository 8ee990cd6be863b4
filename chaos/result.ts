import type { Violation } from './violation.ts';

/** SKIPPED: the machine lacks a tool or right that the scenario needs. FAILED: the harness itself failed. */
export type Status = 'HELD' | 'BROKEN' | 'SKIPPED' | 'FAILED';

export interface Result {
  readonly scenario: string;
  readonly status: Status;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  /** Why it was skipped, or the error that ended it. */
  readonly reason?: string;
}

export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');

/** Maximum number of violations that are printed. The JSON file has all of them. */
const MOST_SHOWN = 20;

/** A table with one row for each scenario, and the broken invariants. */
export const tableOf = (results: readonly Result[]): string => {
  const width = Math.max(...results.map(({ scenario }) => scenario.length));
  const rows = results.map(({ scenario, status, seconds, counts, reason }) =>
    [
      scenario.padEnd(width),
      status.padEnd(7),
      `${seconds.toFixed(0)} s`.padStart(6),
      reason ?? countsText(counts),
    ].join('  '),
  );
  return [...rows, ...results.flatMap(violationLines)].join('\n');
};

const violationLines = ({ scenario, violations }: Result): readonly string[] => [
  ...violations
    .slice(0, MOST_SHOWN)
    .map(({ invariant, subject, what }) => `  ${scenario} broke '${invariant}': ${subject}: ${what}`),
  ...(violations.length > MOST_SHOWN ? [`  ${scenario}: ${violations.length - MOST_SHOWN} more`] : []),
];

/** True if every scenario that ran held. */
export const allHeld = (results: readonly Result[]): boolean =>
  results.every(({ status }) => status === 'HELD' || status === 'SKIPPED');
