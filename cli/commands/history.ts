import type { Command } from 'commander';
import { type PageOptions, readPages, shownLine } from '../api/pages.ts';
import type { OperatorDesk } from '../desk.ts';
import { type HistoryLine, historyLines, readHistory } from '../executions/history.ts';
import { executionArnOf } from '../records/run-of.ts';
import { tableLines } from '../terminal/table.ts';
import { readLimit } from './applications.ts';

const EXAMPLES = `Examples:
  apps history a-1                   the run of this application
  apps history a-1 --json | jq '.events[] | select(.error)'
`;

/** Adds `apps history`. */
export function registerHistory(program: Command, desk: OperatorDesk): void {
  program
    .command('history <id>')
    .summary('list the events of a run')
    .description('Lists the events of a run, oldest first: id, time, type, state and error. Their data is not shown.')
    .addHelpText('before', EXAMPLES)
    .option('--limit <n>', 'maximum number of events', readLimit, 200)
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .action((id: string, options: PageOptions) => showHistory(desk, id, options));
}

async function showHistory({ clients, screen }: OperatorDesk, id: string, options: PageOptions): Promise<void> {
  const executionArn = await executionArnOf(clients, id);
  const page = await readPages((size, cursor) => readHistory(clients.sfn, executionArn, { size, cursor }), options);
  const events = historyLines(page.items);
  screen.json({ executionArn, events, cursor: page.cursor });
  screen.print(...tableLines(COLUMNS, events.map(rowOf), screen.width), '', shownLine(page, options));
}

const COLUMNS = [
  { heading: 'ID', align: 'right' },
  { heading: 'TIME' },
  { heading: 'TYPE' },
  { heading: 'STATE' },
  { heading: 'ERROR' },
] as const;

function rowOf({ id, at, type, state, error }: HistoryLine): readonly string[] {
  return [String(id), at.toISOString(), type, state ?? '', error ?? ''];
}
