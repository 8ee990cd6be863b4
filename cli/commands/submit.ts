import type { Command } from 'commander';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { readApplications, readText } from '../submission/read.ts';
import { type Result, submitLines, submitOne } from '../submission/submit-lines.ts';
import { bar } from '../terminal/bar.ts';

interface Options {
  readonly name?: string;
  readonly address?: string;
  readonly email?: string;
  readonly id?: string;
}

const EXAMPLES = `Examples:
  apps submit --name Spock --address "123 Enterprise Street"
  apps submit applications.jsonl                one application in each line, or one JSON document
  generate | apps submit -                      the same from standard input
`;

/** Adds `apps submit`. */
export function registerSubmit(program: Command, desk: Desk): void {
  program
    .command('submit [file]')
    .summary('submit applications')
    .description(
      'Submits one application from the options, or all of a file. A line that is refused stops no other; at the end ' +
        'the refused ones are listed, and the exit code is 1.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--name <name>', "the applicant's name")
    .option('--address <address>', "the applicant's address")
    .option('--email <address>', 'where to write to the applicant')
    .option('--id <id>', 'the id of the application; without it one is made')
    .action(async (file: string | undefined, options: Options) => {
      desk.exitCode = await (file === undefined ? submitOptions(desk, options) : submitFile(desk, file, options));
    });
}

async function submitOptions({ api, screen }: Desk, { name, address, email, id }: Options): Promise<ExitCode> {
  if (name === undefined || address === undefined)
    throw new CommandFailure(EXIT.usage, 'Give --name and --address, or a file (- for standard input).');
  const accepted = await submitOne(api, {
    name,
    address,
    ...(id !== undefined && { id }),
    ...(email !== undefined && { email }),
  });
  screen.json({ id: accepted });
  screen.say(`Submitted ${accepted}; apps watch ${accepted}`);
  return EXIT.done;
}

async function submitFile(desk: Desk, file: string, options: Options): Promise<ExitCode> {
  if (Object.keys(options).some((name) => ['name', 'address', 'email', 'id'].includes(name)))
    throw new CommandFailure(EXIT.usage, 'Give either a file, or --name and --address.');
  const lines = readApplications(await readText(file));
  if (lines.length === 0) throw new CommandFailure(EXIT.usage, `There is no application in ${file}.`);
  return summarize(desk, await submitLines(desk.api, lines, shower(desk, lines.length)));
}

/** Draws the bar anew; without a terminal, a line of JSON for each result or a line at each tenth. */
function shower({ screen }: Desk, total: number): (result: Result) => void {
  let done = 0;
  let tenths = 0;
  return (result) => {
    done += 1;
    screen.json(result);
    const percent = Math.floor((done / total) * 100);
    const words = `${String(percent).padStart(3)} %  ${done} of ${total}`;
    if (screen.canRedraw) return screen.redraw(`${bar(percent)}  ${words}`);
    if (Math.floor(percent / 10) === tenths) return;
    tenths = Math.floor(percent / 10);
    screen.say(words);
  };
}

/** More lines than these are counted only: --json has them all. */
const MOST_TOLD = 20;

function summarize({ screen }: Desk, results: readonly Result[]): ExitCode {
  const refused = results.flatMap((result) => ('refused' in result ? [result] : []));
  const unsent = results.flatMap((result) => ('unsent' in result ? [result] : []));
  const submitted = results.length - refused.length - unsent.length;
  screen.json({ summary: { submitted, refused: refused.length, unsent: unsent.length } });
  screen.say(
    `${submitted} submitted, ${refused.length} refused${unsent.length > 0 ? `, ${unsent.length} not sent` : ''}`,
  );
  for (const { line, refused: reason } of refused.slice(0, MOST_TOLD)) screen.say(`  line ${line}: ${reason}`);
  if (refused.length > MOST_TOLD) screen.say(`  and ${refused.length - MOST_TOLD} more; --json lists all`);
  const [first] = unsent;
  if (first === undefined) return refused.length === 0 ? EXIT.done : EXIT.failed;
  screen.fail(`${first.unsent} Not sent from line ${first.line} on.`);
  return first.exitCode;
}
