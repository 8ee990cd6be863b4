import type { Command } from 'commander';
import { type ClockState, localEndpoint, moveClock, readClock } from '../clock/local-clock.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { bar } from '../terminal/bar.ts';
import { duration } from '../terminal/durations.ts';
import { readSpan } from '../terminal/spans.ts';

const EXAMPLES = `Examples:
  apps clock                  the time of the system on this machine
  apps clock forward 31d      moves it; waits, timeouts, reminders and schedules on the way happen
  apps clock forward 90m
`;

/** Adds `apps clock`. */
export function registerClock(program: Command, desk: Desk): void {
  const clock = program
    .command('clock')
    .summary('show or move the clock of the system on this machine')
    .description('Shows the clock of the system on this machine. AWS has no such clock.')
    .addHelpText('before', EXAMPLES)
    .action(async () => show(desk, await readClock(localEndpoint(desk.env))));
  clock
    .command('forward')
    .argument('<duration>', 'a number with s, m, h or d', readSpan)
    .description('Moves the clock forward and shows how far it is. Ctrl-C stops the move where it is.')
    .action(async (seconds: number) => forward(desk, seconds));
}

function show({ screen }: Desk, state: ClockState): void {
  screen.json(state);
  const ahead = state.aheadSeconds === 0 ? '' : ` (${duration(state.aheadSeconds * 1000)} ahead of the wall clock)`;
  screen.print(`${state.now}${ahead}`);
  if (state.movingTo !== undefined) screen.print(`It is moving to ${state.movingTo}.`);
}

async function forward(desk: Desk, seconds: number): Promise<void> {
  const { screen } = desk;
  const endpoint = localEndpoint(desk.env);
  const { now: start } = await readClock(endpoint);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  let state: ClockState | undefined;
  try {
    for await (state of moveClock(endpoint, seconds, stop.signal)) if (state.movingTo) showProgress(desk, start, state);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    const { now } = await readClock(endpoint);
    throw new CommandFailure(EXIT.failed, `Stopped at ${now}.`, { cause: error });
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  if (state === undefined || state.movingTo !== undefined)
    throw new CommandFailure(EXIT.failed, 'The runtime ended the connection before the clock had moved.');
  show(desk, state);
  screen.print(`Moved by ${duration(seconds * 1000)}.`);
}

function showProgress({ screen }: Desk, start: string, state: ClockState): void {
  screen.json(state);
  if (!screen.canRedraw) return;
  const from = Date.parse(start);
  const percent = Math.min(100, (100 * (Date.parse(state.now) - from)) / (Date.parse(String(state.movingTo)) - from));
  screen.redraw(`${bar(percent)} ${Math.floor(percent)} %  ${state.now}`);
}
