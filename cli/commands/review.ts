import { type Command, Option } from 'commander';
import { REVIEW_REASONS, REVIEW_STATES } from '../../events/states.ts';
import type { Review, ReviewCase } from '../api/answers.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { caseLines, reviewTable } from '../review/review-lines.ts';
import { readLimit } from './applications.ts';

const EXAMPLES = `Examples:
  apps review next --claim                  take the case that is due first
  apps review approve a-1 --comment "seen the passport"
  apps review reject a-1 --reason ADDRESS_NOT_CONFIRMED
  apps review list --reason ADDRESS --limit 100
`;

const DECISIONS = `
A decision is approve or reject:
  apps review approve <id> [--comment <text>]
  apps review reject <id> --reason <code> [--comment <text>]`;

/** Why an application may be rejected; a contract with the API. */
const REASON_CODES = ['IDENTITY_NOT_CONFIRMED', 'ADDRESS_NOT_CONFIRMED', 'DUPLICATE_APPLICANT', 'OTHER'];

/** Adds `apps review` and its commands. */
export function registerReview(program: Command, desk: Desk): void {
  const review = program
    .command('review')
    .summary('the cases that wait for a person: find, claim, decide')
    .description('Finds the cases that wait for a person, and decides them. The first decision counts.')
    .addHelpText('before', EXAMPLES)
    .showHelpAfterError(DECISIONS);
  registerFinding(review, desk);
  registerHolding(review, desk);
  registerDeciding(review, desk);
}

interface ListOptions {
  readonly state: string;
  readonly reason?: string;
  readonly claimedBy?: string;
  readonly sort: string;
  readonly q?: string;
  readonly limit: number;
}

function registerFinding(review: Command, desk: Desk): void {
  review
    .command('list')
    .description('cases, the one that is due first at the top')
    .addOption(new Option('--state <state>', 'in this state').choices(REVIEW_STATES).default('PENDING'))
    .addOption(new Option('--reason <check>', 'flagged by this check').choices(REVIEW_REASONS))
    .option('--claimed-by <reviewer>', 'held by this reviewer')
    .addOption(new Option('--sort <by>', 'the order').choices(['dueAt', 'requestedAt']).default('dueAt'))
    .option('--q <text>', 'whose application id begins so')
    .option('--limit <n>', 'at most so many', readLimit, 50)
    .action(async ({ limit, ...filter }: ListOptions) => {
      const items = await desk.api.list<Review>('/reviews', filter, limit);
      desk.screen.json({ items });
      desk.screen.say(...(items.length === 0 ? ['There are none.'] : reviewTable(items, desk)));
    });
  review
    .command('show <id>')
    .description('one case: who applies, and which rule asks for a person')
    .action(async (id: string) => tellCase(desk, await desk.api.get<ReviewCase>(pathOf(id))));
  review
    .command('next')
    .description('the case that is due first and that nobody else holds')
    .option('--claim', 'take it at once')
    .action(async ({ claim }: { readonly claim?: boolean }) => {
      desk.exitCode = await next(desk, claim === true);
    });
}

/** As many cases are looked at as others may hold at a time. */
const MOST_HELD = 500;

async function next(desk: Desk, isClaimed: boolean): Promise<ExitCode> {
  const { api, screen } = desk;
  const { username } = await api.get<{ readonly username: string }>('/me');
  const pending = await api.list<Review>('/reviews', { state: 'PENDING', sort: 'dueAt' }, MOST_HELD);
  const found = pending.find(({ claim }) => claim === undefined || claim.reviewer === username);
  if (found === undefined) {
    screen.json({ applicationId: null });
    screen.say('Nothing waits for you.');
    return EXIT.done;
  }
  const path = pathOf(found.applicationId);
  if (isClaimed) await api.post(`${path}/claim`, { body: {} });
  tellCase(desk, await api.get<ReviewCase>(path));
  return EXIT.done;
}

function registerHolding(review: Command, desk: Desk): void {
  review
    .command('claim <id>')
    .description('take a case: others see that you hold it, until the lease ends')
    .option('--take-over', 'from somebody else, as a supervisor')
    .action(async (id: string, { takeOver }: { readonly takeOver?: boolean }) => {
      const body = takeOver === true ? { takeOver } : {};
      const { claim, ...item } = await desk.api.post<Review>(`${pathOf(id)}/claim`, { body });
      desk.screen.json({ ...item, claim });
      desk.screen.say(`${id} is yours until ${claim?.until ?? 'you release it'}.`);
    });
  review
    .command('release <id>')
    .description('give a case back')
    .action(async (id: string) => {
      desk.screen.json(await desk.api.post<Review>(`${pathOf(id)}/release`));
      desk.screen.say(`${id} is free again.`);
    });
  review
    .command('assign <id> <reviewer>')
    .description('give a case to a reviewer, as a supervisor')
    .action(async (id: string, reviewer: string) => {
      desk.screen.json(await desk.api.post<Review>(`${pathOf(id)}/assign`, { body: { reviewer } }));
      desk.screen.say(`${id} is now with ${reviewer}.`);
    });
}

interface Decided {
  readonly comment?: string;
  readonly reason?: string;
}

function registerDeciding(review: Command, desk: Desk): void {
  const decide = async (id: string, decision: 'APPROVE' | 'REJECT', { comment, reason: reasonCode }: Decided) => {
    const item = await desk.api.post<Review>(`${pathOf(id)}/decision`, { body: { decision, reasonCode, comment } });
    desk.screen.json(item);
    desk.screen.say(`${id} is decided: ${decision}.`);
  };
  review
    .command('approve <id>')
    .description('approve the application')
    .option('--comment <text>', 'for the record')
    .action((id: string, options: Decided) => decide(id, 'APPROVE', options));
  review
    .command('reject <id>')
    .description('reject the application')
    .addOption(new Option('--reason <code>', 'why').choices(REASON_CODES).makeOptionMandatory())
    .option('--comment <text>', 'for the record')
    .action((id: string, options: Decided) => decide(id, 'REJECT', options));
}

function tellCase({ screen }: Desk, item: ReviewCase): void {
  screen.json(item);
  screen.say(...caseLines(item));
}

const pathOf = (id: string) => `/reviews/${encodeURIComponent(id)}`;
