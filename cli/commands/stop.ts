import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Command } from 'commander';
import { confirm, mustBeAllowed, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { viewExecution } from '../executions/execution-view.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { executionArnOf } from '../records/run-of.ts';

const EXAMPLES = `Examples:
  apps stop a-1                      the run of this application, after a confirmation
  apps stop arn:aws:states:… --yes
`;

/** Error name that this command gives to the runs that it stops. */
const STOPPED = 'StoppedByOperator';

/** Adds `apps stop`. */
export function registerStop(program: Command, desk: OperatorDesk): void {
  program
    .command('stop <id>')
    .summary('stop an active run')
    .description(
      'Stops the active run of an application. Its status is then ABORTED; a pending review can no longer be decided. apps ' +
        'redrive continues the run within 14 days.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--dry-run', 'only show which run would be stopped')
    .option('--yes', 'do not ask for confirmation')
    .action(async (id: string, options: PlanOptions) => {
      desk.exitCode = await stop(desk, id, options);
    });
}

async function stop(desk: OperatorDesk, id: string, options: PlanOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const isDryRun = options.dryRun === true;
  if (!isDryRun) mustBeAllowed(desk, options);
  const { executionArn, applicationId, status } = await viewExecution(clients.sfn, await executionArnOf(clients, id));
  if (status !== 'RUNNING')
    throw new CommandFailure(EXIT.conflict, `The run is ${status}; only a run that is RUNNING can be stopped.`);
  const plan = { executionArn, applicationId };
  screen.print(`application  ${applicationId ?? 'without id'}`, `run          ${executionArn}`);
  screen.print(`stop         the run ends ABORTED with the error ${STOPPED}`);
  if (isDryRun) {
    screen.json({ plan });
    screen.print('Nothing was changed.');
    return EXIT.done;
  }
  await confirm(desk, 'Stop this run?', options);
  await clients.sfn.send(new StopExecutionCommand({ executionArn, error: STOPPED }));
  screen.json(plan);
  screen.print(`The run is stopped. To continue it: apps redrive ${applicationId ?? executionArn}`);
  return EXIT.done;
}
