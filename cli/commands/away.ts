import type { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { tableLines } from '../terminal/table.ts';

const EXAMPLES = `Examples:
  apps away until 2026-12-10                     you are out of office; your cases become free
  apps away until 2026-12-10 --user reviewer-1   another person is (supervisors only)
  apps away back
`;

interface PersonOptions {
  readonly user?: string;
}

const FOR_OTHERS = 'for this person instead of yourself (supervisors only)';

/** Adds `apps away` and its commands. */
export function registerAway(program: Command, desk: Desk): void {
  const away = program
    .command('away')
    .summary('say who is out of office')
    .description(
      'Says who is out of office. A person who is away gets no next case, and supervisors cannot assign cases to the person.',
    )
    .addHelpText('before', EXAMPLES);
  away
    .command('until <day>')
    .description(
      'set the last day of an absence, in UTC, such as 2026-12-10; releases the cases that the person has claimed',
    )
    .option('--user <name>', FOR_OTHERS)
    .action((day: string, options: PersonOptions) => setAway(desk, day, options));
  away
    .command('back')
    .description('end an absence')
    .option('--user <name>', FOR_OTHERS)
    .action((options: PersonOptions) => endAway(desk, options));
  away
    .command('list')
    .description('list who is out of office, and until when')
    .action(() => listAway(desk));
}

async function setAway(desk: Desk, until: string, options: PersonOptions): Promise<void> {
  const { api, screen } = desk;
  const path = { username: await personOf(desk, options) };
  const absence = await api.call('POST /absences/{username}', { path, body: { until } });
  const { username, released } = absence;
  screen.json(absence);
  screen.print(`${username} is out of office until ${absence.until}.`);
  if (released.length > 0) screen.print(`These cases are free again: ${released.join(', ')}`);
}

async function endAway(desk: Desk, options: PersonOptions): Promise<void> {
  const { api, screen } = desk;
  const username = await personOf(desk, options);
  await api.call('POST /absences/{username}/end', { path: { username } });
  screen.json({ username, until: null });
  screen.print(`${username} is back.`);
}

const COLUMNS = [{ heading: 'PERSON' }, { heading: 'UNTIL' }, { heading: 'SET BY' }];

async function listAway({ api, screen }: Desk): Promise<void> {
  const absences = await api.call('GET /absences', {});
  screen.json(absences);
  const rows = absences.items.map(({ username, until, setBy }) => [username, until, setBy]);
  if (rows.length === 0) screen.print('Nobody is out of office.');
  else screen.print(...tableLines(COLUMNS, rows, screen.width));
}

const personOf = async ({ api }: Desk, { user }: PersonOptions): Promise<string> =>
  user ?? (await api.call('GET /me', {})).username;
