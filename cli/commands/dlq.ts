import type { Command } from 'commander';
import type { OperatorDesk } from '../desk.ts';
import { listDeadLetters } from '../dlq/list.ts';
import { redriveDeadLetters } from '../dlq/redrive.ts';
import { showDeadLetters } from '../dlq/show.ts';

const EXAMPLES = `Examples:
  apps dlq list                                  every dead-letter queue, by cause
  apps dlq show submissions-dlq                  what waits in one
  apps dlq redrive submissions-dlq --dry-run     where it would go
  apps dlq redrive submissions-dlq               send it back, after asking
`;

/** Adds `apps dlq list`, `show` and `redrive`. */
export function registerDlq(program: Command, desk: OperatorDesk): void {
  const dlq = program
    .command('dlq')
    .summary('what could not be handled: list, show, send back')
    .description('Looks after the dead-letter queues. Messages are never shown whole: they hold what applicants wrote.')
    .addHelpText('before', EXAMPLES);
  dlq
    .command('list')
    .description('every dead-letter queue with its messages grouped by cause')
    .action(async () => {
      desk.exitCode = await listDeadLetters(desk);
    });
  dlq
    .command('show <queue>')
    .description('the messages of one queue, oldest first: why they are there and what they are about')
    .action(async (name: string) => {
      desk.exitCode = await showDeadLetters(desk, name);
    });
  dlq
    .command('redrive <queue>')
    .description('send the messages of one queue back to where they could not be handled')
    .option('--dry-run', 'only tell where they would go')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: { dryRun?: boolean; yes?: boolean }) => {
      desk.exitCode = await redriveDeadLetters(desk, name, options);
    });
}
