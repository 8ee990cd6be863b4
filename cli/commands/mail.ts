import type { Command } from 'commander';
import { exchange } from '../api/exchange.ts';
import { showing } from '../api/pages.ts';
import { localEndpoint } from '../clock/local-clock.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { printable, tableLines } from '../terminal/table.ts';
import { readLimit } from './applications.ts';

interface Options {
  readonly id?: string;
  readonly limit: number;
}

/** A mail without its recipient, which is personal data. */
interface Mail {
  readonly sentAt: string;
  readonly subject: string;
  readonly text: string;
}

const EXAMPLES = `Examples:
  apps mail                          the latest mails
  apps mail --id a-1                 the mails about one application, with their text
`;

/** Adds `apps mail`. */
export function registerMail(program: Command, desk: Desk): void {
  program
    .command('mail')
    .summary('show the mails that the system on this machine has sent')
    .description('Shows the mailbox of the system on this machine, newest first. Recipients are left out.')
    .addHelpText('before', EXAMPLES)
    .option('--id <application id>', 'only mails about this application, with their text')
    .option('--limit <n>', 'maximum number of mails', readLimit, 50)
    .action((options: Options) => showMail(desk, options));
}

async function showMail({ env, screen }: Desk, { id, limit }: Options): Promise<void> {
  const all = (await readMailbox(localEndpoint(env))).filter((mail) => id === undefined || isAbout(mail, id));
  const mails = all.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt)).slice(0, limit);
  screen.json({ items: mails, total: all.length });
  if (id === undefined) {
    const rows = mails.map(({ sentAt, subject }) => [sentAt, subject]);
    screen.print(...tableLines([{ heading: 'SENT' }, { heading: 'SUBJECT' }], rows, screen.width), '');
  } else for (const mail of mails) screen.print(...mailLines(mail), '');
  screen.print(showing(mails.length, all.length));
}

/** @throws CommandFailure if the endpoint is not a local runtime */
async function readMailbox(endpoint: string): Promise<readonly Mail[]> {
  const { status, body } = await exchange(`${endpoint}/_local/mail`);
  if (status !== 200 || !Array.isArray(body))
    throw new CommandFailure(EXIT.usage, `Only the system on this machine has a mailbox; ${endpoint} has none.`);
  return body.map(({ sentAt, subject, text }: Mail) => ({ sentAt, subject, text }));
}

/** True if the mail contains the id as a whole word. For example, a-1 does not match a-12. */
function isAbout({ subject, text }: Mail, id: string): boolean {
  return `${subject}\n${text}`.split(/[^A-Za-z0-9._-]+/).some((word) => word.replace(/[.]+$/, '') === id);
}

function mailLines({ sentAt, subject, text }: Mail): readonly string[] {
  return [
    `${sentAt}  ${printable(subject)}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${printable(line)}`),
  ];
}
