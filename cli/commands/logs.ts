import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import { type Page, type PageOptions, readPages, shownLine } from '../api/pages.ts';
import type { OperatorDesk } from '../desk.ts';
import { readSpan } from '../terminal/spans.ts';
import { printable } from '../terminal/table.ts';
import { readLimit } from './applications.ts';

interface Options extends PageOptions {
  /** Age of the oldest log line to show, in seconds. */
  readonly since: number;
  readonly filter?: string;
}

const EXAMPLES = `Examples:
  apps logs notify                          the last ten minutes
  apps logs open-account --since 2h --filter ERROR
`;

const TEN_MINUTES_SECONDS = 600;

/** Adds `apps logs`. */
export function registerLogs(program: Command, desk: OperatorDesk): void {
  program
    .command('logs <function>')
    .summary("show a function's log")
    .description("Shows a function's log lines, oldest first (CloudWatch Logs FilterLogEvents).")
    .addHelpText('before', EXAMPLES)
    .option(
      '--since <duration>',
      'how far back: a number with s, m, h or d (default: 10m)',
      readSpan,
      TEN_MINUTES_SECONDS,
    )
    .option('--filter <pattern>', 'only lines that match this filter pattern of CloudWatch Logs')
    .option('--limit <n>', 'maximum number of lines', readLimit, 1_000)
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .action((name: string, options: Options) => showLogs(desk, name, options));
}

interface LogLine {
  readonly at: Date;
  readonly message: string;
}

async function showLogs({ clients, screen, now }: OperatorDesk, name: string, options: Options): Promise<void> {
  const { LoggingConfig } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const logs = new CloudWatchLogsClient({});
  const request = {
    logGroupName: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    startTime: (await now()).getTime() - options.since * 1_000,
    filterPattern: options.filter,
  };
  const page = await readPages(async (limit, nextToken): Promise<Page<LogLine>> => {
    const answer = await logs.send(new FilterLogEventsCommand({ ...request, limit, nextToken }));
    const items = (answer.events ?? []).map(({ timestamp = 0, message = '' }) => ({
      at: new Date(timestamp),
      message,
    }));
    return { items, ...(answer.nextToken !== undefined && { cursor: answer.nextToken }) };
  }, options);
  screen.json({ events: page.items, cursor: page.cursor });
  for (const { at, message } of page.items) screen.print(`${at.toISOString()}  ${printable(message)}`);
  screen.print(shownLine(page, options));
}
