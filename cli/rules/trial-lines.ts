import type { RuleTrial, TrialIds } from '../../api/types.generated.ts';
import { type Column, tableLines } from '../terminal/table.ts';

/** Number of ids in a line of the table; --json has up to 100. */
const SHOWN_IDS = 5;

const number = (heading: string): Column => ({ heading, align: 'right' });

/** The result of a trial as tables: results before and after, by check, and by rule. */
export function trialLines(trial: RuleTrial, width: number): readonly string[] {
  const { applications, invalid, rulesVersion, from, to } = trial;
  return [
    `Rules of version ${rulesVersion} on ${applications} applications from ${from} to ${to}; nothing was changed.`,
    ...(invalid === 0 ? [] : [`${invalid} events are not valid submissions; no check sees them.`]),
    '',
    ...resultLines(trial, width),
    '',
    ...reasonLines(trial, width),
    '',
    ...ruleLines(trial, width),
  ];
}

function resultLines({ before, after, ...changes }: RuleTrial, width: number): readonly string[] {
  const columns = [{ heading: 'RESULT' }, number('BEFORE'), number('AFTER'), number('NEWLY'), { heading: 'LOOK AT' }];
  const row = (result: keyof typeof before, newly: TrialIds): readonly string[] => [
    result,
    String(before[result]),
    String(after[result]),
    String(newly.count),
    idsOf(newly),
  ];
  const rows = [
    row('clean', changes.newlyClean),
    row('flagged', changes.newlyFlagged),
    row('unprocessable', changes.newlyUnprocessable),
  ];
  return tableLines(columns, rows, width);
}

function idsOf({ count, ids }: TrialIds): string {
  const shown = ids.slice(0, SHOWN_IDS).join(' ');
  return count > SHOWN_IDS ? `${shown} …` : shown;
}

function reasonLines({ reasons }: RuleTrial, width: number): readonly string[] {
  const columns = [
    { heading: 'REASON' },
    number('BEFORE'),
    number('AFTER'),
    number('NEWLY FLAGGED'),
    number('NEWLY CLEAN'),
  ];
  const rows = reasons.map(({ check, before, after, newlyFlagged, newlyClean }) => [
    check,
    ...[before, after, newlyFlagged, newlyClean].map(String),
  ]);
  return tableLines(columns, rows, width);
}

function ruleLines({ rules }: RuleTrial, width: number): readonly string[] {
  const columns = [{ heading: 'RULE' }, { heading: 'CHECK' }, number('APPLICATIONS'), { heading: 'SAYS' }];
  const rows = rules.map(({ check, id, says, applications }) => [id, check, String(applications), says]);
  return tableLines(columns, rows, width);
}
