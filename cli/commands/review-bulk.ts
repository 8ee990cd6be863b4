import { type Command, Option } from 'commander';
import { isRecorded } from '../../api/bulk-result.ts';
import { FINAL_VERDICTS, REASON_CODES } from '../../api/reason-codes.ts';
import type { BulkDecisionItem, FinalVerdict, Me, ReasonCode, Review } from '../../api/types.generated.ts';
import { confirm, type Desk } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import {
  canDecide,
  countByResult,
  decideListed,
  idsIn,
  type ListDecision,
  type Listed,
  readListed,
} from '../review/bulk.ts';
import { readText } from '../terminal/read-text.ts';
import { tableLines } from '../terminal/table.ts';

interface BulkOptions {
  readonly fromFile: string;
  readonly decision?: FinalVerdict;
  readonly reason?: ReasonCode;
  readonly comment?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `Examples:
  apps review bulk --from-file ids.txt --dry-run                                  what could be decided now
  apps review bulk --from-file ids.txt --decision APPROVE                         after a confirmation
  apps review bulk --from-file - --decision REJECT --reason OTHER --yes <ids.txt
`;

/** Adds `apps review bulk`. */
export function registerReviewBulk(review: Command, desk: Desk): void {
  review
    .command('bulk')
    .summary('make one decision on many cases')
    .description(
      'Makes the same decision on all cases of a list. Only cases of the list are decided, and only in the version that ' +
        'this command has read: a case that changes meanwhile is left alone. The exit code is 4 if a case was not decided.',
    )
    .addHelpText('before', EXAMPLES)
    .requiredOption('--from-file <file>', 'application ids, one in each line; - for standard input')
    .addOption(new Option('--decision <decision>', 'the decision').choices(FINAL_VERDICTS))
    .addOption(new Option('--reason <code>', 'why; a rejection needs it').choices(REASON_CODES))
    .option('--comment <text>', 'for the record')
    .option('--dry-run', 'show what could be decided, and decide nothing')
    .option('--yes', 'do not ask for confirmation')
    .action(async (options: BulkOptions) => {
      desk.exitCode = await bulk(desk, options);
    });
}

async function bulk(desk: Desk, options: BulkOptions): Promise<ExitCode> {
  const { api, screen } = desk;
  const decision = options.dryRun === true ? undefined : decisionIn(options);
  const listed = await readListed(desk, idsIn(await readText(options.fromFile)));
  const me = await api.call('GET /me', {});
  const reviews = listed.filter((item) => canDecide(item, me)).flatMap(({ review }) => review ?? []);
  if (decision === undefined) {
    screen.json({ items: listed.map((item) => planOf(item, me)) });
    screen.print(...planLines(listed, me), '', `${reviews.length} of ${listed.length} could be decided.`);
    return EXIT.done;
  }
  if (reviews.length === 0) throw new CommandFailure(EXIT.conflict, 'You cannot decide any case of this list.');
  screen.print(`${reviews.length} of ${listed.length} cases can be decided.`);
  await confirm(desk, `Decide ${decision.decision} for ${reviews.length} cases?`, options);
  return decideAll(desk, { listed, reviews, decision });
}

function decisionIn({ decision, reason, comment }: BulkOptions): ListDecision {
  if (decision === undefined) throw new CommandFailure(EXIT.usage, 'Give --decision APPROVE or REJECT, or --dry-run.');
  if (decision === 'REJECT' && reason === undefined)
    throw new CommandFailure(EXIT.usage, `A rejection needs --reason, one of ${REASON_CODES.join(', ')}.`);
  return {
    decision,
    ...(reason === undefined ? {} : { reasonCode: reason }),
    ...(comment === undefined ? {} : { comment }),
  };
}

interface Decided {
  readonly listed: readonly Listed[];
  readonly reviews: readonly Review[];
  readonly decision: ListDecision;
}

async function decideAll(desk: Desk, { listed, reviews, decision }: Decided): Promise<ExitCode> {
  const { screen } = desk;
  const show = (answers: readonly BulkDecisionItem[]) => {
    for (const answer of answers) {
      screen.json(answer);
      if (!isRecorded(answer)) screen.print(`${answer.applicationId}  ${answer.result}  ${answer.detail ?? ''}`);
    }
  };
  const answers = await decideListed(desk, reviews, decision, show);
  const counts = countByResult(answers).map(([result, count]) => `${count} ${result}`);
  const skipped = listed.length - reviews.length;
  screen.print(`${decision.decision}: ${[...counts, ...(skipped > 0 ? [`${skipped} not tried`] : [])].join(', ')}`);
  return skipped === 0 && answers.every(isRecorded) ? EXIT.done : EXIT.conflict;
}

const planOf = (item: Listed, me: Me) => {
  const { applicationId, review } = item;
  return {
    applicationId,
    ...(review === undefined ? {} : { state: review.state, version: review.version }),
    ...(review?.claim === undefined ? {} : { claimedBy: review.claim.reviewer }),
    canBeDecided: canDecide(item, me),
  };
};

const COLUMNS = [
  { heading: 'APPLICATION' },
  { heading: 'STATE' },
  { heading: 'VERSION', align: 'right' },
  { heading: 'HELD BY' },
  { heading: 'DECIDE' },
] as const;

const planLines = (listed: readonly Listed[], me: Me): readonly string[] =>
  tableLines(
    COLUMNS,
    listed.map((item) => {
      const { applicationId, state = 'no review', version = '-', claimedBy = '-', canBeDecided } = planOf(item, me);
      return [applicationId, state, String(version), claimedBy, canBeDecided ? 'yes' : 'no'];
    }),
    Number.POSITIVE_INFINITY,
  );
