import type { Command } from 'commander';
import { MAX_BULK_ITEMS } from '../../api/limits.ts';
import type { AssignmentResult, Review } from '../../api/types.generated.ts';
import { confirm, type Desk, type PlanOptions } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { idsIn, readListed } from '../review/bulk.ts';
import { reviewTable } from '../review/review-lines.ts';
import { readText } from '../terminal/read-text.ts';

interface ReassignOptions extends PlanOptions {
  readonly to: string;
  readonly fromFile?: string;
  readonly heldBy?: string;
}

const EXAMPLES = `Examples:
  apps review reassign --held-by reviewer-1 --to reviewer-2         all cases of an absent reviewer
  apps review reassign --from-file ids.txt --to reviewer-2 --dry-run
`;

/** Adds `apps review reassign`. */
export function registerReviewReassign(review: Command, desk: Desk): void {
  review
    .command('reassign')
    .summary('assign many cases to a reviewer (supervisors only)')
    .description(
      'Assigns open cases to a reviewer: those of a list, or those that another reviewer holds. A case that changes ' +
        'meanwhile is left alone. The exit code is 4 if a case was not assigned.',
    )
    .addHelpText('before', EXAMPLES)
    .requiredOption('--to <reviewer>', 'who gets the cases')
    .option('--from-file <file>', 'application ids, one in each line; - for standard input')
    .option('--held-by <reviewer>', 'all cases that this reviewer holds')
    .option('--dry-run', 'show the cases, and assign nothing')
    .option('--yes', 'do not ask for confirmation')
    .action(async (options: ReassignOptions) => {
      desk.exitCode = await reassign(desk, options);
    });
}

async function reassign(desk: Desk, options: ReassignOptions): Promise<ExitCode> {
  const { screen } = desk;
  const reviews = await chosen(desk, options);
  if (options.dryRun === true) {
    screen.json({ items: reviews.map(({ applicationId, version }) => ({ applicationId, version })) });
    screen.print(...(await reviewTable(reviews, desk)), '', `${reviews.length} cases would go to ${options.to}.`);
    return EXIT.done;
  }
  if (reviews.length === 0) throw new CommandFailure(EXIT.conflict, 'There is no case to assign.');
  await confirm(desk, `Assign ${reviews.length} cases to ${options.to}?`, options);
  const answers = await assignListed(desk, reviews, options.to);
  const done = answers.filter(({ result }) => result === 'DONE').length;
  screen.print(`${done} of ${answers.length} cases are now with ${options.to}.`);
  return done === answers.length ? EXIT.done : EXIT.conflict;
}

async function chosen(desk: Desk, { fromFile, heldBy }: ReassignOptions): Promise<readonly Review[]> {
  if ((fromFile === undefined) === (heldBy === undefined))
    throw new CommandFailure(EXIT.usage, 'Give either --from-file or --held-by.');
  if (heldBy !== undefined) return desk.api.list('GET /reviews', { state: 'OPEN', claimedBy: heldBy });
  const listed = await readListed(desk, idsIn(await readText(fromFile ?? '-')));
  return listed.flatMap(({ review }) => review ?? []);
}

async function assignListed(
  { api, screen }: Desk,
  reviews: readonly Review[],
  reviewer: string,
): Promise<readonly AssignmentResult[]> {
  const answers: AssignmentResult[] = [];
  for (let start = 0; start < reviews.length; start += MAX_BULK_ITEMS) {
    const batch = reviews.slice(start, start + MAX_BULK_ITEMS);
    const items = batch.map(({ applicationId, version }) => ({ applicationId, version, reviewer }));
    const { items: answered } = await api.call('POST /reviews/assignments', { body: { items } });
    for (const answer of answered) {
      screen.json(answer);
      if (answer.result !== 'DONE') screen.print(`${answer.applicationId}  ${answer.result}  ${answer.detail ?? ''}`);
    }
    answers.push(...answered);
  }
  return answers;
}
