import type { Command } from 'commander';
import { stopConflict } from '../../repair/runs/conflict.ts';
import { STOPPED, stopRun } from '../../repair/runs/steer.ts';
import { confirm, mustBeAllowed, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { viewExecution } from '../executions/execution-view.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { executionArnOf } from '../records/run-of.ts';
import { repairerOf } from '../repairer.ts';

const EXAMPLES = `Examples:
  apps stop a-1                      the run of this application, after a confirmation
  apps stop arn:aws:states:… --yes
`;

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
  const run = await viewExecution(clients.sfn, await executionArnOf(clients, id));
  const { executionArn, applicationId } = run;
  const conflict = stopConflict(run);
  if (conflict !== undefined) throw new CommandFailure(EXIT.conflict, conflict);
  const plan = { executionArn, applicationId };
  screen.print(`application  ${applicationId ?? 'without id'}`, `run          ${executionArn}`);
  screen.print(`stop         the run ends ABORTED with the error ${STOPPED}`);
  if (isDryRun) {
    screen.json({ plan });
    screen.print('Nothing was changed.');
    return EXIT.done;
  }
  await confirm(desk, 'Stop this run?', options);
  await stopRun({ sfn: clients.sfn, repairer: await repairerOf(desk) }, run);
  screen.json(plan);
  screen.print(`The run is stopped. To continue it: apps redrive ${applicationId ?? executionArn}`);
  return EXIT.done;
}
