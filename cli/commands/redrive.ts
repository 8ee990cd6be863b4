import type { Command } from 'commander';
import { redriveConflict, redriveRequestsReview } from '../../repair/runs/conflict.ts';
import { redriveRun } from '../../repair/runs/steer.ts';
import { confirm, mustBeAllowed, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { type ExecutionView, viewExecution } from '../executions/execution-view.ts';
import { CommandFailure, EXIT, type ExitCode, isNamed } from '../failures.ts';
import { viewApplication } from '../records/application-view.ts';
import { executionArnOf } from '../records/run-of.ts';
import { repairerOf } from '../repairer.ts';

const EXAMPLES = `Examples:
  apps redrive a-1                   the run of this application, after a confirmation
  apps redrive a-1 --dry-run         only show what would happen
  apps redrive arn:aws:states:…      this run
`;

/** Adds `apps redrive`. */
export function registerRedrive(program: Command, desk: OperatorDesk): void {
  program
    .command('redrive <id>')
    .summary('resume a failed run at the step that failed')
    .description(
      'Continues a run that failed, timed out or was aborted from the state in which it ended. A pending review is ' +
        'requested again with a new token; decisions with the old token are refused.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--dry-run', 'only show what would happen')
    .option('--yes', 'do not ask for confirmation')
    .action(async (id: string, options: PlanOptions) => {
      desk.exitCode = await redrive(desk, id, options);
    });
}

async function redrive(desk: OperatorDesk, id: string, options: PlanOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const isDryRun = options.dryRun === true;
  if (!isDryRun) mustBeAllowed(desk, options);
  const execution = await viewExecution(clients.sfn, await executionArnOf(clients, id));
  const { applicationId, executionArn } = execution;
  const record = applicationId === undefined ? undefined : await viewApplication(clients.tables, applicationId);
  const conflict = redriveConflict(execution, record);
  if (conflict !== undefined) throw new CommandFailure(EXIT.conflict, conflict);
  const isReview = redriveRequestsReview(record);
  const plan = { executionArn, applicationId, isReviewRequestedAgain: isReview };
  screen.print(...planLines(execution, isReview));
  if (isDryRun) {
    screen.json({ plan });
    screen.print('Nothing was changed.');
    return EXIT.done;
  }
  await confirm(desk, 'Redrive this run?', options);
  await redriveExecution(desk, execution);
  screen.json(plan);
  screen.print(`The run of ${applicationId ?? 'an application without id'} continues: ${executionArn}`);
  return EXIT.done;
}

function planLines({ applicationId, executionArn, status, error }: ExecutionView, isReview: boolean): string[] {
  const lines = [
    `application  ${applicationId ?? 'without id'}`,
    `run          ${executionArn}`,
    `status       ${status}${error === undefined ? '' : `: ${error}`}`,
    'redrive      the run continues in the state where it ended',
  ];
  return isReview ? [...lines, 'review       is requested again with a new token; the old token is refused'] : lines;
}

async function redriveExecution(desk: OperatorDesk, execution: ExecutionView): Promise<void> {
  try {
    await redriveRun({ sfn: desk.clients.sfn, repairer: await repairerOf(desk) }, execution);
  } catch (error) {
    if (!isNamed(error, 'ExecutionNotRedrivable')) throw error;
    throw new CommandFailure(EXIT.conflict, `${error.message}. ${AFTER_FOURTEEN_DAYS}`, { cause: error });
  }
}

const AFTER_FOURTEEN_DAYS = 'Step Functions can redrive a run for 14 days; after that use apps replay.';
