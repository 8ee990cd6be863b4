import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import type { Command } from 'commander';
import type { OperatorDesk } from '../desk.ts';
import { type ExecutionView, viewExecution } from '../executions/execution-view.ts';
import { CommandFailure, EXIT, type ExitCode, isNamed } from '../failures.ts';
import { type ApplicationView, viewApplication } from '../records/application-view.ts';

const EXAMPLES = `Examples:
  apps redrive a-1                   the run of this application
  apps redrive arn:aws:states:…      this run
`;

/** Adds `apps redrive`. */
export function registerRedrive(program: Command, desk: OperatorDesk): void {
  program
    .command('redrive <id>')
    .summary('redrive a failed run from the state where it failed')
    .description(
      'Continues a run that failed, timed out or was aborted from the state in which it ended. A pending review is ' +
        'requested again with a new token; decisions with the old token are refused.',
    )
    .addHelpText('before', EXAMPLES)
    .action(async (id: string) => {
      desk.exitCode = await redrive(desk, id);
    });
}

async function redrive({ clients: { sfn, tables }, screen }: OperatorDesk, id: string): Promise<ExitCode> {
  const executionArn = id.startsWith('arn:') ? id : await runOf(id);
  const execution = await viewExecution(sfn, executionArn);
  const { applicationId } = execution;
  const record = applicationId === undefined ? undefined : await viewApplication(tables, applicationId);
  const conflict = conflictOf(execution, record);
  if (conflict !== undefined) throw new CommandFailure(EXIT.conflict, conflict);
  try {
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
  } catch (error) {
    if (!isNamed(error, 'ExecutionNotRedrivable')) throw error;
    throw new CommandFailure(EXIT.conflict, `${error.message}. ${AFTER_FOURTEEN_DAYS}`, { cause: error });
  }
  const isReview = record?.state === 'FLAGGED_FOR_REVIEW';
  screen.json({ executionArn, applicationId, isReviewRequestedAgain: isReview });
  screen.print(`The run of ${applicationId ?? 'an application without id'} continues: ${executionArn}`);
  if (isReview) screen.print('Its review is requested again with a new token; the old token is refused.');
  return EXIT.done;

  async function runOf(application: string): Promise<string> {
    const found = await viewApplication(tables, application);
    if (found !== undefined) return found.executionArn;
    const reason = `There is no record of the application ${application}.`;
    throw new CommandFailure(EXIT.notFound, `${reason} If it was submitted, apps replay starts a run for it.`);
  }
}

const AFTER_FOURTEEN_DAYS = 'Step Functions can redrive a run for 14 days; after that use apps replay.';

/** Why a redrive of this run is refused; undefined if it is allowed. */
function conflictOf(
  { status, executionArn, error }: ExecutionView,
  record: ApplicationView | undefined,
): string | undefined {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'The run is active; there is nothing to redrive.';
  if (status === 'SUCCEEDED') return `The run has succeeded; the application is ${record?.state ?? 'not on record'}.`;
  if (error === 'InvalidApplicationException')
    return 'The submission was refused and would be refused again; the sender must submit again.';
  if (record === undefined || record.executionArn === executionArn) return undefined;
  return `Another run works on the application now: ${record.executionArn}`;
}
