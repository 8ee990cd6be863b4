import { type Command, Option } from 'commander';
import type { OperatorDesk, PlanOptions } from '../desk.ts';
import { type DeleteOptions, deleteDeadLetters } from '../dlq/delete.ts';
import { listDeadLetters, READ_AT_MOST } from '../dlq/list.ts';
import { redriveDeadLetters } from '../dlq/redrive.ts';
import { showDeadLetters } from '../dlq/show.ts';
import { readLimit } from './applications.ts';

const EXAMPLES = `Examples:
  apps dlq list                                  every dead-letter queue, by cause
  apps dlq show submissions-dlq                  the messages of one queue
  apps dlq redrive submissions-dlq --dry-run     where they would be sent
  apps dlq redrive submissions-dlq               send them back, after a confirmation
  apps dlq delete submissions-dlq --id ID        delete one message, after a confirmation
  apps dlq delete submissions-dlq --all          delete every message
`;

/** Adds `apps dlq list`, `show`, `redrive` and `delete`. */
export function registerDlq(program: Command, desk: OperatorDesk): void {
  const dlq = program
    .command('dlq')
    .summary('list, show, redrive and delete dead-letter messages')
    .description('Manages the dead-letter queues. Message bodies are never shown: they contain data of applicants.')
    .addHelpText('before', EXAMPLES);
  dlq
    .command('list')
    .description('list every dead-letter queue with its messages grouped by cause')
    .action(async () => {
      desk.exitCode = await listDeadLetters(desk);
    });
  dlq
    .command('show <queue>')
    .description('show the messages of one queue, oldest first: their causes and the applications they belong to')
    .option('--limit <n>', 'maximum number of messages', readLimit, READ_AT_MOST)
    .action(async (name: string, { limit }: { readonly limit: number }) => {
      desk.exitCode = await showDeadLetters(desk, name, limit);
    });
  dlq
    .command('redrive <queue>')
    .description('send the messages of one queue back to the consumer that could not handle them')
    .option('--dry-run', 'only show where the messages would be sent')
    .option('--yes', 'do not ask for confirmation')
    .action(async (name: string, options: PlanOptions) => {
      desk.exitCode = await redriveDeadLetters(desk, name, options);
    });
  dlq
    .command('delete <queue>')
    .description('delete messages of one queue, by id or all of them')
    .addOption(new Option('--id <message id...>', 'only these messages; apps dlq show lists the ids').conflicts('all'))
    .option('--all', 'every message that the command shows')
    .option('--dry-run', 'only show the messages')
    .option('--yes', 'do not ask for confirmation')
    .action(async (name: string, options: DeleteOptions) => {
      desk.exitCode = await deleteDeadLetters(desk, name, options);
    });
}
