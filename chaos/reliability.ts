import { countsText, type Result, type Status } from './result.ts';

const BEGIN = '<!-- runs: written by npm run chaos -- --long -->';
const END = '<!-- end of runs -->';
const HEAD = ['| date | seed | scenario | faults and load | invariants |', '|---|---|---|---|---|'];

const SAID: Readonly<Record<Status, string>> = {
  HELD: 'held',
  BROKEN: 'broken',
  SKIPPED: 'not run',
  FAILED: 'the harness failed',
};

export interface RunFacts {
  readonly seed: number;
  /** ISO 8601. */
  readonly ranAt: string;
  readonly results: readonly Result[];
}

const brokenNames = ({ violations }: Result): string =>
  violations.length === 0 ? '' : `: ${[...new Set(violations.map(({ invariant }) => invariant))].join(', ')}`;

const rowOf = ({ seed, ranAt }: RunFacts, result: Result): string =>
  [
    '',
    ranAt.slice(0, 10),
    seed,
    `\`${result.scenario}\``,
    countsText(result.counts) || '–',
    `${SAID[result.status]}${brokenNames(result)}`,
    '',
  ]
    .join(' | ')
    .trim();

/**
 * Returns the page with the results of a run added as rows to its table. @throws Error if the page has no table between
 * its marks
 */
export const withRun = (page: string, facts: RunFacts): string => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The page has no table between '${BEGIN}' and '${END}'.`);
  const former = page
    .slice(begin + BEGIN.length, end)
    .split('\n')
    .filter((line) => /^\| \d/.test(line));
  const rows = [...former, ...facts.results.map((result) => rowOf(facts, result))];
  return `${page.slice(0, begin)}${[BEGIN, '', ...HEAD, ...rows, '', END].join('\n')}${page.slice(end + END.length)}`;
};
