import { type Command, Option } from 'commander';
import { nextFor } from '../../api/next-for.ts';
import {
  REASON_CODES,
  RETURN_REASONS,
  REVIEW_SORTS,
  REVIEW_STATE_FILTERS,
  SORT_ORDERS,
} from '../../api/reason-codes.ts';
import type {
  Decision,
  ReasonCode,
  ReturnReason,
  Review,
  ReviewCase,
  ReviewSort,
  ReviewState,
  ReviewStateFilter,
  SortOrder,
} from '../../api/types.generated.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../events/states.ts';
import { type PageOptions, readPages, shownLine } from '../api/pages.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { caseLines, reviewTable } from '../review/review-lines.ts';
import { readLimit } from './applications.ts';
import { registerReviewBulk } from './review-bulk.ts';
import { registerReviewReassign } from './review-reassign.ts';

const EXAMPLES = `Examples:
  apps review next --claim                  take the case that is due first
  apps review approve a-1 --comment "seen the passport"
  apps review reject a-1 --reason ADDRESS_NOT_CONFIRMED
  apps review return a-1 --reason NAME_UNCLEAR --question "Is this your real name?"
  apps review list --reason ADDRESS --limit 100
`;

const DECISIONS = `
A decision is approve, reject or return:
  apps review approve <id> [--comment <text>]
  apps review reject <id> --reason <code> [--comment <text>]
  apps review return <id> --reason <code> --question <text> [--question <text>] [--comment <text>]`;

/** Adds `apps review` and its commands. */
export function registerReview(program: Command, desk: Desk): void {
  const review = program
    .command('review')
    .summary('find, claim and decide review cases')
    .description(
      'Finds, claims and decides review cases. The first decision on a case counts; some cases need two people who agree. ' +
        'One person may return a case to the applicant, at most three times.',
    )
    .addHelpText('before', EXAMPLES)
    .showHelpAfterError(DECISIONS);
  registerFinding(review, desk);
  registerHolding(review, desk);
  registerDeciding(review, desk);
  registerReviewBulk(review, desk);
  registerReviewReassign(review, desk);
}

interface ListOptions extends PageOptions {
  readonly state: ReviewStateFilter;
  readonly reason?: ReviewReason;
  readonly claimedBy?: string;
  readonly unclaimed?: true;
  readonly sort: ReviewSort;
  readonly order: SortOrder;
  readonly q?: string;
}

function registerFinding(review: Command, desk: Desk): void {
  review
    .command('list')
    .description('list cases; by default those due first come first')
    .addOption(
      new Option('--state <state>', 'only cases in this state; OPEN: that can be decided; DONE: that have ended')
        .choices(REVIEW_STATE_FILTERS)
        .default('OPEN'),
    )
    .addOption(new Option('--reason <check>', 'only cases flagged by this check').choices(REVIEW_REASONS))
    .option('--claimed-by <reviewer>', 'only cases claimed by this reviewer')
    .option('--unclaimed', 'only cases that nobody has claimed')
    .addOption(new Option('--sort <by>', 'time by which the cases are sorted').choices(REVIEW_SORTS).default('dueAt'))
    .addOption(
      new Option('--order <order>', 'asc: earliest first; desc: latest first').choices(SORT_ORDERS).default('asc'),
    )
    .option(
      '--q <text>',
      'only cases with this text in the application id, or in the name of the reviewer who has claimed it',
    )
    .option('--limit <n>', 'maximum number of results', readLimit, 50)
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .action((options: ListOptions) => listReviews(desk, options));
  review
    .command('show <id>')
    .description('show one case: the applicant, and the rule that requires a review')
    .action(async (id: string) => tellCase(desk, await readCase(desk, id)));
  review
    .command('next')
    .description(
      'show the next case for you: one that you have claimed, else the one due first, those of your teams before others',
    )
    .option('--claim', 'also claim it')
    .action(async ({ claim }: { readonly claim?: boolean }) => {
      desk.exitCode = await next(desk, claim === true);
    });
}

async function listReviews(desk: Desk, { limit: most, cursor: from, ...filter }: ListOptions): Promise<void> {
  const { api, screen } = desk;
  const options = { limit: most, ...(from !== undefined && { cursor: from }) };
  const read = (limit: number, cursor?: string) => api.call('GET /reviews', { query: { ...filter, limit, cursor } });
  const page = await readPages(read, options);
  screen.json(page);
  if (page.items.length === 0) screen.print(noneText(filter));
  else screen.print(...(await reviewTable(page.items, desk)), '', shownLine(page, options));
}

function noneText({ state, reason, claimedBy, unclaimed, q }: Omit<ListOptions, keyof PageOptions>): string {
  if ([reason, claimedBy, unclaimed, q].some((filter) => filter !== undefined))
    return 'No reviews match these filters.';
  return state === 'OPEN' ? 'No pending reviews.' : 'No reviews in this state.';
}

async function next(desk: Desk, isClaimed: boolean): Promise<ExitCode> {
  const { api, screen } = desk;
  const found = isClaimed ? await api.call('POST /reviews/next', {}) : await findNext(desk);
  if (found === undefined) {
    screen.json({ applicationId: null });
    screen.print('There is no case for you.');
    return EXIT.done;
  }
  tellCase(desk, await readCase(desk, found.applicationId));
  return EXIT.done;
}

/** `next` reads at most this many cases. If other reviewers have claimed all of them, it finds none. */
const MOST_READ = 500;

async function findNext({ api }: Desk): Promise<Review | undefined> {
  const me = await api.call('GET /me', {});
  const open = await api.list('GET /reviews', { state: 'OPEN', sort: 'dueAt' }, { limit: MOST_READ });
  return nextFor(open, me)[0];
}

function registerHolding(review: Command, desk: Desk): void {
  review
    .command('claim <id>')
    .description('claim a case: other reviewers see your claim until its lease ends')
    .option('--take-over', 'replace the claim of another reviewer (supervisors only)')
    .action(async (id: string, { takeOver }: { readonly takeOver?: boolean }) => {
      const body = takeOver === true ? { takeOver } : {};
      const path = { applicationId: id };
      const { claim, ...item } = await desk.api.call('POST /reviews/{applicationId}/claim', { path, body });
      desk.screen.json({ ...item, claim });
      desk.screen.print(`${id} is yours until ${claim?.until ?? 'you release it'}.`);
    });
  review
    .command('release <id>')
    .description('release a claimed case')
    .action(async (id: string) => {
      desk.screen.json(await desk.api.call('POST /reviews/{applicationId}/release', { path: { applicationId: id } }));
      desk.screen.print(`${id} is free again.`);
    });
  review
    .command('assign <id> <reviewer>')
    .description('assign a case to a reviewer (supervisors only)')
    .action(async (id: string, reviewer: string) => {
      const request = { path: { applicationId: id }, body: { reviewer } };
      desk.screen.json(await desk.api.call('POST /reviews/{applicationId}/assign', request));
      desk.screen.print(`${id} is now with ${reviewer}.`);
    });
}

interface Approved {
  readonly comment?: string;
}

interface Rejected extends Approved {
  readonly reason: ReasonCode;
}

interface Returned extends Approved {
  readonly reason: ReturnReason;
  readonly question: readonly string[];
}

const collect = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

function registerDeciding(review: Command, desk: Desk): void {
  const decide = async (id: string, decision: Decision) => {
    const request = { path: { applicationId: id }, body: decision };
    const review = await desk.api.call('POST /reviews/{applicationId}/decision', request);
    desk.screen.json(review);
    desk.screen.print(`${id} ${decidedText(review.state, decision)}`);
  };
  review
    .command('approve <id>')
    .description('approve the application')
    .option('--comment <text>', 'for the record')
    .action((id: string, options: Approved) => decide(id, { decision: 'APPROVE', ...options }));
  review
    .command('reject <id>')
    .description('reject the application')
    .addOption(new Option('--reason <code>', 'why').choices(REASON_CODES).makeOptionMandatory())
    .option('--comment <text>', 'for the record')
    .action((id: string, { reason: reasonCode, ...options }: Rejected) =>
      decide(id, { decision: 'REJECT', reasonCode, ...options }),
    );
  review
    .command('return <id>')
    .description('return the application to the applicant, with questions')
    .addOption(new Option('--reason <code>', 'why').choices(RETURN_REASONS).makeOptionMandatory())
    .requiredOption('--question <text>', 'a question to the applicant; repeat the option for more, at most 10', collect)
    .option('--comment <text>', 'for the record')
    .action((id: string, { reason: reasonCode, question: questions, ...options }: Returned) =>
      decide(id, { decision: 'RETURN', reasonCode, questions, ...options }),
    );
}

function decidedText(state: ReviewState, { decision }: Decision): string {
  if (state === 'PENDING_SECOND') return `needs a second person: your decision ${decision} is recorded.`;
  if (state === 'PENDING_SUPERVISOR')
    return `needs a supervisor: your decision ${decision} is recorded, and it differs from the first person's.`;
  return `is decided: ${decision}.`;
}

function tellCase({ screen }: Desk, item: ReviewCase): void {
  screen.json(item);
  screen.print(...caseLines(item));
}

const readCase = ({ api }: Desk, applicationId: string): Promise<ReviewCase> =>
  api.call('GET /reviews/{applicationId}', { path: { applicationId } });
