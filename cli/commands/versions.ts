import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import { showing } from '../api/pages.ts';
import { confirm, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';
import { type FunctionVersion, functionVersions } from '../versions/function-versions.ts';

const EXAMPLES = `Examples:
  apps versions list                  each version, and what still needs it
  apps versions remove --dry-run      the versions that nothing needs
  apps versions remove                delete them, after a confirmation
`;

/** Adds `apps versions list` and `remove`. */
export function registerVersions(program: Command, desk: OperatorDesk): void {
  const versions = program
    .command('versions')
    .summary('list and remove versions of the workflow’s functions')
    .description(
      'A run calls the versions that were deployed when it started, so a deployment keeps the earlier versions. They can be ' +
        'removed when no run that is active or can be redriven started with them.',
    )
    .addHelpText('before', EXAMPLES);
  versions
    .command('list')
    .description('list the published versions of the workflow’s functions, and what needs them')
    .action(async () => {
      desk.exitCode = await listVersions(desk);
    });
  versions
    .command('remove')
    .description('delete the versions that neither the deployed definition nor a run needs')
    .option('--dry-run', 'only show the versions')
    .option('--yes', 'do not ask for confirmation')
    .action(async (options: PlanOptions) => {
      desk.exitCode = await removeVersions(desk, options);
    });
}

async function listVersions({ clients, screen, now }: OperatorDesk): Promise<ExitCode> {
  const versions = await functionVersions(clients, await now());
  screen.json({ versions });
  if (versions.length === 0) screen.print('The deployed definition calls no function by version.');
  else
    screen.print(
      ...tableLines(COLUMNS, versions.map(rowOf), screen.width),
      '',
      showing(versions.length, versions.length),
    );
  return EXIT.done;
}

async function removeVersions(desk: OperatorDesk, options: PlanOptions): Promise<ExitCode> {
  const { clients, screen, now } = desk;
  const versions = (await functionVersions(clients, await now())).filter(({ neededBy }) => neededBy === 'NONE');
  const isDryRun = options.dryRun === true || versions.length === 0;
  if (versions.length > 0) screen.print(...tableLines(COLUMNS, versions.map(rowOf), screen.width));
  if (!isDryRun) {
    await confirm(desk, `Delete ${countOf(versions)}?`, options);
    for (const { functionName, version } of versions)
      await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: String(version) }));
  }
  screen.json({ versions, isRemoved: !isDryRun });
  if (versions.length === 0) screen.print('Every version is needed.');
  else screen.print(isDryRun ? 'Nothing was changed.' : `${countOf(versions)} deleted.`);
  return EXIT.done;
}

const COLUMNS = [{ heading: 'FUNCTION' }, { heading: 'VERSION', align: 'right' }, { heading: 'NEEDED BY' }] as const;

const NEEDED_BY = {
  CURRENT: 'the deployed definition',
  RUNS: 'runs that started with it',
  NONE: '-',
} as const satisfies Record<FunctionVersion['neededBy'], string>;

const rowOf = ({ functionName, version, neededBy }: FunctionVersion): readonly string[] => [
  functionName,
  String(version),
  NEEDED_BY[neededBy],
];

const countOf = ({ length }: readonly FunctionVersion[]): string => (length === 1 ? '1 version' : `${length} versions`);
