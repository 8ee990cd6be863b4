import { type Planned, submit } from '../load.ts';
import { listRuns } from '../observation.ts';
import { pause, waitFor } from '../polling.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { faketimeLibrary } from '../tools.ts';
import { broken, type Violation } from '../violation.ts';

const WAITING = 5;
const MOVED_DAYS = { short: 3, long: 60 } as const;
const KILLS = { short: 1, long: 8 } as const;
/** Time from the start of a clock move to the kill, in milliseconds. */
const MOVING_MS = { least: 50, most: 1_500 } as const;
const MACHINE_SET_BACK = '-2d';

const nowMs = async ({ clients }: Target): Promise<number> => {
  const { now } = (await (await fetch(`${clients().endpoint}/_local/clock`)).json()) as { readonly now: string };
  return Date.parse(now);
};

/** Starts a clock move and ignores its response, because the process is killed during the move. */
const beginMove = ({ clients }: Target, days: number): void => {
  const body = JSON.stringify({ advanceSeconds: days * 86_400 });
  const headers = { 'content-type': 'application/json' };
  fetch(`${clients().endpoint}/_local/clock`, { method: 'POST', headers, body }).catch(() => undefined);
};

/** Executions that start or stop later than the clock says. */
const inTheFuture = async (target: Target): Promise<number> => {
  const runs = await listRuns(target.clients());
  const now = await nowMs(target);
  const isLater = (date: Date | undefined) => date !== undefined && date.getTime() > now;
  return runs.filter(({ startDate, stopDate }) => isLater(startDate) || isLater(stopDate)).length;
};

const comparedWith = async (target: Target, beforeMs: number, subject: string): Promise<readonly Violation[]> => {
  const afterMs = await nowMs(target);
  const future = await inTheFuture(target);
  const back = `went back ${(beforeMs - afterMs) / 1000} s`;
  return [
    ...broken('the clock never goes back', subject, afterMs < beforeMs && back),
    ...broken('the clock never goes back', subject, future > 0 && `${future} executions lie in the future`),
  ];
};

const submitWaiting = async (target: Target, round: number): Promise<void> => {
  const planned = Array.from(
    { length: WAITING },
    (_, index): Planned => ({ id: `w${round}-${index}`, kind: 'expire' }),
  );
  await submit(target, planned);
  await waitFor('the runs of the reviews', async () =>
    (await listRuns(target.clients())).length >= WAITING ? true : undefined,
  );
};

const killInMove = async (target: Target, { choices, extent }: Stage, round: number): Promise<readonly Violation[]> => {
  await submitWaiting(target, round);
  beginMove(target, extent.isLong ? MOVED_DAYS.long : MOVED_DAYS.short);
  await pause(choices.between(MOVING_MS.least, MOVING_MS.most));
  const beforeMs = await nowMs(target);
  await target.kill();
  await target.restart();
  return comparedWith(target, beforeMs, `kill ${round}`);
};

export const killScenario: Scenario = {
  question: 'Does kill -9 during a clock move set the clock back, or expire a review twice or never?',
  missing: () => undefined,
  run: (stage) =>
    withTarget(startTarget(stage.directory), async (target) => {
      const kills = stage.extent.isLong ? KILLS.long : KILLS.short;
      const violations: Violation[] = [];
      for (let round = 0; round < kills; round += 1) violations.push(...(await killInMove(target, stage, round)));
      violations.push(...(await settledViolations(target, stage.logProgress)));
      return { counts: { kills, applications: target.journal.submissions.size }, violations };
    }),
};

const setBack = async (target: Target, library: string): Promise<readonly Violation[]> => {
  await submitWaiting(target, 0);
  const beforeMs = await nowMs(target);
  await target.kill();
  await target.restart({ env: { LD_PRELOAD: library, FAKETIME: MACHINE_SET_BACK, FAKETIME_DONT_FAKE_MONOTONIC: '1' } });
  const behind = await comparedWith(target, beforeMs, `the machine is set back by ${MACHINE_SET_BACK}`);
  await submitWaiting(target, 1);
  const betweenMs = await nowMs(target);
  await target.kill();
  await target.restart({ env: {} });
  return [...behind, ...(await comparedWith(target, betweenMs, 'the machine is set forward again'))];
};

export const setBackScenario: Scenario = {
  question: "Does the runtime's clock go back if the machine's clock is set back while the runtime restarts?",
  missing: () => (faketimeLibrary() === undefined ? 'libfaketime (Debian: apt install faketime)' : undefined),
  run: (stage) =>
    withTarget(startTarget(stage.directory), async (target) => {
      const violations = [...(await setBack(target, faketimeLibrary() ?? ''))];
      violations.push(...(await settledViolations(target, stage.logProgress)));
      return { counts: { applications: target.journal.submissions.size }, violations };
    }),
};
