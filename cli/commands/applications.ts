import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEARCH_PAGE_SIZE } from '../../api/limits.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Application, TimelineItem } from '../../api/types.generated.ts';
import { APPLICATION_STATES, type ApplicationState, isDecided } from '../../events/states.ts';
import { type PageOptions, readPages, shownLine } from '../api/pages.ts';
import type { Desk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { age } from '../terminal/durations.ts';
import { printable, tableLines } from '../terminal/table.ts';

const LIST_EXAMPLES = `Examples:
  apps list --state FLAGGED_FOR_REVIEW      applications that wait for a reviewer
  apps list --state REJECTED --limit 100 --json | jq -r '.items[].id'
  apps list --search 'smith elm'            by beginnings of words of the name, the address or the e-mail
`;

const SHOW_EXAMPLES = `Examples:
  apps show a-1
  apps show a-1 --json | jq -r .state
`;

const WATCH_EXAMPLES = `Examples:
  apps watch a-1                            until it is decided; Ctrl-C stops only the output
  apps watch a-1 --json                     one line of JSON per event
`;

/** Adds `apps list`, `show`, `watch` and `timeline`. */
export function registerApplications(program: Command, desk: Desk): void {
  program
    .command('list')
    .description('list applications, newest first')
    .addHelpText('before', LIST_EXAMPLES)
    .addOption(new Option('--state <state>', 'only applications in this state').choices(APPLICATION_STATES))
    .addOption(
      new Option('--search <text>', 'only applicants that have words with these beginnings').conflicts('state'),
    )
    .option('--limit <n>', 'maximum number of results', readLimit, 50)
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .action(async (options: ListOptions) => {
      desk.exitCode = await list(desk, options);
    });
  program
    .command('show <id>')
    .description('show the record of an application')
    .addHelpText('before', SHOW_EXAMPLES)
    .action(async (id: string) => {
      const record = await desk.api.call('GET /applications/{id}', { path: { id } });
      desk.screen.json(record);
      desk.screen.print(...memberLines({ ...record }));
    });
  program
    .command('watch <id>')
    .description('print the timeline of an application until it is decided')
    .addHelpText('before', WATCH_EXAMPLES)
    .action(async (id: string) => {
      desk.exitCode = await watch(desk, id);
    });
  program
    .command('timeline <id>')
    .description('print everything that has happened to an application, in time order')
    .addHelpText('before', 'Examples:\n  apps timeline a-1\n')
    .action(async (id: string) => {
      const items = await timelineOf(desk, id);
      desk.screen.json({ items });
      desk.screen.print(...items.map(lineOf));
    });
}

interface ListOptions extends PageOptions {
  readonly state?: ApplicationState;
  readonly search?: string;
}

const MOST = 10_000;

/** Parses a number from 1 to 10000. @throws InvalidArgumentError (commander adds the option's name) */
export function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MOST) return limit;
  throw new InvalidArgumentError(`It must be a number from 1 to ${MOST}.`);
}

async function list({ api, screen, now }: Desk, { state, search: text, ...options }: ListOptions): Promise<ExitCode> {
  const read = (limit: number, cursor?: string) =>
    text === undefined
      ? api.call('GET /applications', { query: { state, limit, cursor } })
      : api.call('POST /applications/search', {
          body: { text, limit: Math.min(limit, SEARCH_PAGE_SIZE), ...(cursor === undefined ? {} : { cursor }) },
        });
  const page = await readPages(read, options);
  const at = await now();
  screen.json(page);
  if (page.items.length === 0) screen.print(emptyLine());
  else screen.print(...tableLines(COLUMNS, page.items.map(rowOf), screen.width), '', shownLine(page, options));
  return EXIT.done;

  function emptyLine(): string {
    if (text !== undefined) return 'No applicant has words with these beginnings.';
    return state === undefined ? 'No applications.' : 'No applications in this state.';
  }

  function rowOf({ id, state: reached, submittedAt, name, address }: Application): readonly string[] {
    return [id, reached, age(new Date(submittedAt), at), name, address];
  }
}

const COLUMNS = [
  { heading: 'APPLICATION' },
  { heading: 'STATE' },
  { heading: 'AGE' },
  { heading: 'NAME' },
  { heading: 'ADDRESS' },
];

/** One line `name  value` for each member. Values that are not strings are shown as JSON. */
function memberLines(record: Readonly<Record<string, unknown>>): readonly string[] {
  const members = Object.entries(record).filter(([, value]) => value !== undefined);
  const width = Math.max(...members.map(([name]) => name.length));
  return members.map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name.padEnd(width)}  ${printable(text)}`;
  });
}

async function timelineOf({ api }: Desk, id: string): Promise<readonly TimelineItem[]> {
  return (await api.call('GET /applications/{id}/timeline', { path: { id } })).items;
}

function lineOf({ at, kind, what, who, state }: TimelineItem): string {
  const rest = `${state === undefined ? '' : `: ${state}`}${who === undefined ? '' : `  (${who})`}`;
  return printable(`${at}  ${kind.padEnd(12)}  ${what}${rest}`);
}

const POLL_INTERVAL_MS = 500;
/** Longest wait for the record of a submission that was just accepted. */
const TIMEOUT_MS = 10_000;

async function watch(desk: Desk, id: string): Promise<ExitCode> {
  const { api, screen } = desk;
  let record = await firstRecord(desk, id);
  const told = new Set<string>();
  for (;;) {
    for (const item of await timelineOf(desk, id)) {
      const key = `${item.at} ${item.kind} ${item.what}`;
      if (told.has(key)) continue;
      told.add(key);
      screen.json(item);
      screen.print(lineOf(item));
    }
    if (isDecided(record.state)) break;
    await sleep(POLL_INTERVAL_MS);
    record = await api.call('GET /applications/{id}', { path: { id } });
  }
  screen.json({ id, state: record.state });
  screen.print(screen.style('bold', `${id} is ${record.state}`));
  return EXIT.done;
}

async function firstRecord({ api }: Desk, id: string): Promise<Application> {
  const until = performance.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await api.call('GET /applications/{id}', { path: { id } });
    } catch (error) {
      const isMissing = error instanceof ApiProblem && error.status === 404;
      if (!isMissing || performance.now() > until) throw error;
      await sleep(POLL_INTERVAL_MS);
    }
  }
}
