import type { Command } from 'commander';
import { confirm, type Desk, mustBeAllowed, type OperatorDesk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { viewApplications } from '../records/application-view.ts';
import { type Archive, findArchive, hearingRule } from '../replay/archive.ts';
import type { ArchivedEvent } from '../replay/archived-event.ts';
import { follow } from '../replay/follow.ts';
import { outcomeOf, settle } from '../replay/outcome.ts';
import { type Prediction, predictReplay } from '../replay/predict.ts';
import { preview } from '../replay/preview.ts';
import type { Progress } from '../replay/progress.ts';
import { type Range, readRange } from '../replay/range.ts';
import { countEffects, EFFECTS, type EffectCount } from '../replay/replay-effect.ts';
import { startReplay } from '../replay/run-replay.ts';
import { AMEND_RULE, ARCHIVE_NAME, PREVIEW, START_RULE } from '../system-names.ts';
import { Interrupt } from '../terminal/interrupt.ts';
import { tableLines } from '../terminal/table.ts';

interface Options {
  readonly from: string;
  readonly to: string;
  readonly archive: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `Examples:
  apps replay --from -2h --dry-run                      the effects of a replay of the last two hours
  apps replay --from 2026-02-01 --to 2026-03-01         replay a month, after a preview and a confirmation
  apps replay --from -30m --yes --json | jq .summary    in a script
`;

/** Adds `apps replay`. */
export function registerReplay(program: Command, desk: OperatorDesk): void {
  program
    .command('replay')
    .summary('send archived submissions and amendments through the workflow again')
    .description(
      'Sends archived ApplicationSubmitted and ApplicationAmended events only to the rules that start the workflow and take ' +
        'amendments. Applications that are ' +
        'decided or in progress do not change; a run starts for those without a run and those whose run failed.',
    )
    .addHelpText('before', EXAMPLES)
    .requiredOption('--from <time>', 'start of the range (inclusive): ISO 8601, or relative to now such as -2h or -7d')
    .option('--to <time>', 'end of the range (exclusive), in the same form', 'now')
    .option('--archive <name>', 'the archive to read', ARCHIVE_NAME)
    .option('--dry-run', 'only show what would happen')
    .option('--yes', 'do not ask for confirmation')
    .action(async (options: Options) => {
      desk.exitCode = await replay(desk, options);
    });
}

async function replay(desk: OperatorDesk, options: Options): Promise<ExitCode> {
  const { clients, screen } = desk;
  const isReal = options.dryRun !== true;
  if (isReal) mustBeAllowed(desk, options);
  const range = readRange(options.from, options.to, await desk.now());
  const archive = await findArchive(clients.events, options.archive);
  if (isReal) await hearingRule(clients.events, START_RULE);
  screen.print(`Previewing the archive ${archive.name} from ${range.from.toISOString()} to ${range.to.toISOString()}`);
  const events = await preview(clients, {
    name: await replayName(PREVIEW.replayPrefix, desk),
    archive,
    range,
    onProgress: (count) => screen.canRedraw && screen.redraw(`${count} events so far`),
  });
  const prediction = await predictReplay(clients, events);
  const counts = countEffects(events, prediction.effects);
  if (!isReal || events.length === 0) return showEffects(desk, events, counts);
  screen.print(...effectLines(counts, screen.width));
  await confirm(desk, `Replay these ${events.length} events?`, options);
  return replayForReal(desk, { events, prediction, archive, range });
}

/** A new name for a replay. It contains the time, because EventBridge refuses names of the last 90 days. */
async function replayName(prefix: string, { now }: Desk): Promise<string> {
  const stamp = (await now()).toISOString().replaceAll(/[^0-9T]/g, '');
  return `${prefix}${stamp}-${process.pid}`;
}

function showEffects({ screen }: Desk, events: readonly ArchivedEvent[], counts: readonly EffectCount[]): ExitCode {
  screen.json({ summary: { events: events.length, fates: countsByName(counts) } });
  if (events.length === 0) screen.print('There is nothing to replay.');
  else screen.print(...effectLines(counts, screen.width), 'Nothing was changed.');
  return EXIT.done;
}

function countsByName(counts: readonly EffectCount[]): Record<string, Omit<EffectCount, 'effect'>> {
  return Object.fromEntries(counts.map(({ effect, events, applications }) => [effect, { events, applications }]));
}

function effectLines(counts: readonly EffectCount[], width: number): readonly string[] {
  const columns = [
    { heading: 'EVENTS', align: 'right' },
    { heading: 'APPLICATIONS', align: 'right' },
    { heading: 'WHAT A REPLAY DOES' },
  ] as const;
  const rows = counts
    .filter(({ events }) => events > 0)
    .map(({ effect, events, applications }) => [String(events), String(applications), EFFECTS[effect]]);
  return tableLines(columns, rows, width);
}

interface Replay {
  readonly events: readonly ArchivedEvent[];
  readonly prediction: Prediction;
  readonly archive: Archive;
  readonly range: Range;
}

async function replayForReal(desk: OperatorDesk, { events, prediction, archive, range }: Replay): Promise<ExitCode> {
  const { clients, screen } = desk;
  const rules = [START_RULE, AMEND_RULE].map((name) => hearingRule(clients.events, name));
  const ruleArns = await Promise.all(rules);
  const wanted = { name: await replayName('replay-', desk), archive, range, ruleArns };
  const interrupt = new Interrupt();
  try {
    await startReplay(clients.events, wanted);
    screen.print(`Started the replay ${wanted.name}`);
    const timesMs = events.map(({ timeMs }) => timeMs);
    const progress = await follow(desk, { name: wanted.name, timesMs, interrupt });
    return progress ? await summarize(desk, { progress, prediction, name: wanted.name }) : leave(desk, wanted.name);
  } finally {
    interrupt.end();
  }
}

function leave({ screen }: Desk, name: string): ExitCode {
  screen.print(`The replay continues: aws events describe-replay --replay-name ${name}`);
  return EXIT.failed;
}

interface Ended {
  readonly name: string;
  readonly progress: Progress;
  readonly prediction: Prediction;
}

async function summarize(desk: OperatorDesk, { name, progress, prediction }: Ended): Promise<ExitCode> {
  const { screen, clients } = desk;
  const { state, replayed } = progress;
  const isComplete = state === 'COMPLETED';
  const waiting = (count: number) => screen.print(`Waiting for ${count} runs to start, at most two minutes each …`);
  const { missing, ...outcome } = isComplete
    ? await settle(clients, prediction, waiting)
    : await glance(desk, prediction);
  screen.json({ summary: { name, state, replayed, ...outcome, missing } });
  screen.print(
    `${state}: ${replayed} events replayed; applications: ${outcome.started} newly started, ` +
      `${outcome.takenUpAgain} started again, ${outcome.leftAlone} unchanged`,
  );
  if (missing > 0) screen.print(`${missing} applications have no new run${isComplete ? '; see: apps dlq list' : ''}`);
  return isComplete && missing === 0 ? EXIT.done : EXIT.failed;
}

/**
 * The outcome of a replay that was cancelled or has failed. Reads the current records without waiting for more runs.
 */
async function glance({ clients }: OperatorDesk, prediction: Prediction) {
  const views = await viewApplications(clients.tables, [...prediction.effects.keys()]);
  return outcomeOf(prediction, new Map([...views].map(([id, { executionArn }]) => [id, executionArn])));
}
