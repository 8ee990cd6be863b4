import type { Command } from 'commander';
import { csvLines } from '../../api/measures-csv.ts';
import type { Desk } from '../desk.ts';
import { measureLines } from '../measures/measure-lines.ts';
import { readRange } from '../replay/range.ts';

const EXAMPLES = `Examples:
  apps measures                                    the last seven days
  apps measures --from 2026-01-01 --to 2026-02-01
  apps measures --from -30d --output csv > month.csv
  apps measures --json | jq .reviews.toFinalDecision.p90Seconds
`;

interface MeasuresOptions {
  readonly from: string;
  readonly to: string;
}

/** Adds `apps measures`. */
export function registerMeasures(program: Command, desk: Desk): void {
  program
    .command('measures')
    .summary('figures about the work: what waits, how long decisions take, how they end')
    .description(
      'Shows how many reviews wait, and of the reviews and applications that ended in a time range how they ended and how long that took. Supervisors also get the figures of each reviewer.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--from <time>', 'start of the range (inclusive): ISO 8601, or relative to now such as -2h or -7d', '-7d')
    .option('--to <time>', 'end of the range (exclusive), at most 92 days after --from, in the same form', 'now')
    .action(async (options: MeasuresOptions) => show(desk, options));
}

async function show({ api, screen, now }: Desk, options: MeasuresOptions): Promise<void> {
  const { from, to } = readRange(options.from, options.to, await now());
  const query = { from: from.toISOString(), to: to.toISOString() };
  const measures = await api.call('GET /measures', { query });
  screen.json(measures);
  if (screen.isCsv) screen.print(...csvLines(measures));
  else screen.print(...measureLines(measures, screen.width));
}
