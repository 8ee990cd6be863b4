import type { Command } from 'commander';
import { MAX_PAGE_SIZE } from '../../api/limits.ts';
import type { CaseFile, CaseVerification } from '../../api/types.generated.ts';
import { asHtml } from '../../case-file/as-html.ts';
import { verifyFile } from '../../case-file/verify.ts';
import { entryLine, findingLine, proofLine } from '../case/case-lines.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';

const EXAMPLES = `Examples:
  apps case show a-1
  apps case verify a-1                      1 if the file was changed
  apps case verify --all                    every application
  apps case export a-1 --html > a-1.html    a page to print: facts, decisions, proof
`;

/** Adds `apps case` and its commands. */
export function registerCase(program: Command, desk: Desk): void {
  const command = program
    .command('case')
    .summary('show, verify and export case files')
    .description(
      'Shows, verifies and exports case files. The case file of an application is the chained list of everything that happened to it.',
    )
    .addHelpText('before', EXAMPLES);
  command
    .command('show <id>')
    .description('print the entries of a case file, in order')
    .action((id: string) => show(desk, id));
  command
    .command('verify [id]')
    .description('find entries that were changed, removed, moved or added; the exit code is 1 if there are any')
    .option('--all', 'verify the files of all applications (supervisors, operators and auditors only)')
    .action(async (id: string | undefined, { all }: { readonly all?: boolean }) => {
      desk.exitCode = await verify(desk, id, all === true);
    });
  command
    .command('export <id>')
    .description('print a case file with its verification as JSON, or as a page to print')
    .option('--html', 'print an HTML page')
    .action((id: string, { html }: { readonly html?: boolean }) => exportFile(desk, id, html === true));
}

const readFile = ({ api }: Desk, id: string): Promise<CaseFile> =>
  api.call('GET /applications/{id}/case-file', { path: { id } });

/** Verified here, from the entries: the answer of the API is not trusted. */
function verified(file: CaseFile): CaseVerification {
  const { applicationId, entries } = file;
  return { applicationId, entries: entries.length, findings: verifyFile(entries, file) };
}

async function show(desk: Desk, id: string): Promise<void> {
  const file = await readFile(desk, id);
  desk.screen.json(file);
  if (file.entries.length === 0) desk.screen.print('The file has no entries.');
  else desk.screen.print(...file.entries.map(entryLine));
}

async function verify(desk: Desk, id: string | undefined, isAll: boolean): Promise<ExitCode> {
  if (isAll === (id !== undefined)) throw new CommandFailure(EXIT.usage, 'Name one application, or --all.');
  if (id === undefined) return verifyAll(desk);
  const file = await readFile(desk, id);
  const result = verified(file);
  desk.screen.json(result);
  desk.screen.print(
    ...result.findings.map((finding) => findingLine(result.applicationId, finding)),
    proofLine(file, result),
  );
  return exitCodeFor([result]);
}

async function verifyAll({ api, screen }: Desk): Promise<ExitCode> {
  const altered: CaseVerification[] = [];
  let files = 0;
  let entries = 0;
  let cursor: string | undefined;
  do {
    const page = await api.call('GET /case-files/verification', { query: { limit: MAX_PAGE_SIZE, cursor } });
    for (const result of page.items) {
      files += 1;
      entries += result.entries;
      if (result.findings.length === 0) continue;
      altered.push(result);
      screen.print(...result.findings.map((finding) => findingLine(result.applicationId, finding)));
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  screen.json({ files, entries, altered });
  screen.print(`${files} files with ${entries} entries verified; ${altered.length} have findings.`);
  return exitCodeFor(altered);
}

const exitCodeFor = (results: readonly CaseVerification[]): ExitCode =>
  results.some(({ findings }) => findings.length > 0) ? EXIT.failed : EXIT.done;

async function exportFile(desk: Desk, id: string, isHtml: boolean): Promise<void> {
  const file = await readFile(desk, id);
  const exportedAt = (await desk.now()).toISOString();
  const { findings } = verified(file);
  const document = { exportedAt, ...file, findings };
  desk.screen.json(document);
  desk.screen.print(isHtml ? asHtml(document) : JSON.stringify(document, null, 2));
}
