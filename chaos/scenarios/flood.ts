import { submit } from '../load.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { broken, type Violation } from '../violation.ts';

const CALLERS = 64;
const IN_A_CALL = 5;
const CALLS = { short: 1, long: 20 } as const;

/** Requests the health of the system repeatedly until `flood` ends. Resolves with the number of answers. */
const askHealth = async (target: Target, flood: Promise<unknown>): Promise<number> => {
  let isOver = false;
  const over = flood.finally(() => {
    isOver = true;
  });
  let answers = 0;
  while (!isOver) {
    if ((await fetch(`${target.clients().endpoint}/_local/health`)).ok) answers += 1;
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  await over;
  return answers;
};

const flood = async (target: Target, calls: number): Promise<void> => {
  const caller = async (_: unknown, number: number): Promise<void> => {
    for (let call = 0; call < calls; call += 1)
      await submit(
        target,
        Array.from({ length: IN_A_CALL }, (_each, index) => ({
          id: `f${number}-${call}-${index}`,
          kind: 'approve' as const,
        })),
      );
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
};

const run = async (target: Target, { extent, logProgress }: Stage) => {
  const answers = await askHealth(target, flood(target, extent.isLong ? CALLS.long : CALLS.short));
  const violations: readonly Violation[] = [
    ...broken('answers under load', 'health', answers === 0 && 'no answer'),
    ...(await settledViolations(target, logProgress)),
  ];
  return { counts: { callers: CALLERS, applications: target.journal.submissions.size }, violations };
};

export const scenario: Scenario = {
  question: 'Does a flood by many concurrent callers complete without loss, while the health check still gets answers?',
  missing: () => undefined,
  run: (stage) => withTarget(startTarget(stage.directory), (target) => run(target, stage)),
};
