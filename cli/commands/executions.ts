import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type PageOptions, shownLine } from '../api/pages.ts';
import type { OperatorDesk } from '../desk.ts';
import { type ExecutionView, newestPage, viewExecution } from '../executions/execution-view.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { machineArn } from '../records/machine.ts';
import { UNSUCCESSFUL } from '../records/run-status.ts';
import { age } from '../terminal/durations.ts';
import { tableLines } from '../terminal/table.ts';

interface Options extends PageOptions {
  readonly failed?: boolean;
  readonly running?: boolean;
  readonly status?: ExecutionStatus;
}

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const;
const MOST = 1_000;

const EXAMPLES = `Examples:
  apps executions --failed                  runs that failed, timed out or were aborted
  apps executions --running --limit 100
  apps executions --failed --json | jq -r '.executions[].applicationId'
`;

/** Adds `apps executions`. */
export function registerExecutions(program: Command, desk: OperatorDesk): void {
  program
    .command('executions')
    .summary('list runs of the workflow')
    .description('Lists runs of the workflow, newest first.')
    .addHelpText('before', EXAMPLES)
    .addOption(
      new Option('--failed', 'only runs that failed, timed out or were aborted').conflicts(['running', 'status']),
    )
    .addOption(new Option('--running', 'only active runs').conflicts('status'))
    .addOption(new Option('--status <status>', 'only runs with this status').choices(STATUSES))
    .option('--limit <n>', 'maximum number of results', readLimit, 20)
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .action(async (options: Options) => {
      desk.exitCode = await listExecutions(desk, options);
    });
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MOST) return limit;
  throw new InvalidArgumentError(`It must be a number from 1 to ${MOST}.`);
}

function statusesOf({ failed, running, status }: Options): readonly ExecutionStatus[] {
  if (failed === true) return UNSUCCESSFUL;
  if (running === true) return ['RUNNING'];
  return status === undefined ? [] : [status];
}

async function listExecutions({ clients: { sfn }, screen, now }: OperatorDesk, options: Options): Promise<ExitCode> {
  const statuses = statusesOf(options);
  const page = await newestPage(sfn, await machineArn(sfn), { ...options, statuses });
  const executions: ExecutionView[] = [];
  for (const { executionArn } of page.items) if (executionArn) executions.push(await viewExecution(sfn, executionArn));
  const at = await now();
  screen.json({ executions, cursor: page.cursor });
  if (executions.length === 0) screen.print(options.failed === true ? 'No failed runs.' : 'No runs.');
  else
    screen.print(
      ...tableLines(
        COLUMNS,
        executions.map((execution) => rowOf(execution, at)),
        screen.width,
      ),
      '',
      shownLine(page, options),
    );
  return EXIT.done;
}

const COLUMNS = [
  { heading: 'APPLICATION' },
  { heading: 'STATUS' },
  { heading: 'AGE' },
  { heading: 'EXECUTION' },
  { heading: 'ERROR' },
];

function rowOf(execution: ExecutionView, now: Date): readonly string[] {
  const { applicationId, status, startedAt, executionArn, error, reason } = execution;
  const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  return [applicationId ?? '-', status, age(startedAt, now), name, [error, reason].filter(Boolean).join(': ')];
}
