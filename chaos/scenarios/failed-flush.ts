import { join } from 'node:path';
import { type Planned, submit } from '../load.ts';
import type { Exit } from '../process.ts';
import type { Scenario } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { failFlushes } from '../strace.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { straceMissing } from '../tools.ts';
import { broken, type Violation } from '../violation.ts';

const FAILURES = { short: 1, long: 10 } as const;
const MOST_SUBMISSIONS = 200;
const WORDS = /could not be stored safely .* Check the disk, then start again\./;

/** Submits one application after another until the process has ended. */
const submitUntilEnded = async (target: Target, name: string): Promise<Exit> => {
  const system = target.system();
  let last: Promise<void> = Promise.resolve();
  for (let index = 0; index < MOST_SUBMISSIONS && system.exit() === undefined; index += 1) {
    const planned: Planned = { id: `${name}-${index}`, kind: 'approve' };
    last = submit(target, [planned]);
    await Promise.race([last, system.ended]);
  }
  const exit = system.exit();
  if (exit === undefined) throw new Error(`The process still runs after ${MOST_SUBMISSIONS} submissions.`);
  await target.restart();
  await last;
  return exit;
};

/** Number of successful responses after the first failed flush. */
const acknowledgedAfter = (trace: readonly string[]): number => {
  const first = trace.findIndex((line) => line.includes('(INJECTED)'));
  if (first < 0) throw new Error('No flush failed.');
  return trace.slice(first).filter((line) => /^(write|writev)\(.*HTTP\/1\.1 200/.test(line)).length;
};

/** Makes flush number `first` and all later ones fail. `count` is the number of this failure in the run. */
const failOnce = async (
  target: Target,
  file: string,
  { count, first }: { readonly count: number; readonly first: number },
): Promise<readonly Violation[]> => {
  const system = target.system();
  const trace = await failFlushes(system, file, first);
  target.journal.crashes += 1;
  const { code } = await submitUntilEnded(target, `f${count}`);
  const after = acknowledgedAfter(await trace.detach());
  const subject = `flush ${first}`;
  return [
    ...broken('ends at a failed flush', subject, code !== 1 && `the process ended with ${code}`),
    ...broken('ends at a failed flush', subject, !WORDS.test(system.printed()) && 'the process did not say why'),
    ...broken('ends at a failed flush', subject, after > 0 && `${after} calls were acknowledged after it`),
  ];
};

export const scenario: Scenario = {
  question: 'Does a failed flush (EIO) end the process immediately, without a later acknowledgement and without loss?',
  missing: straceMissing,
  run: ({ directory, choices, extent, logProgress }) =>
    withTarget(startTarget(join(directory, 'data')), async (target) => {
      const failures = extent.isLong ? FAILURES.long : FAILURES.short;
      const violations: Violation[] = [];
      for (let count = 0; count < failures; count += 1)
        violations.push(
          ...(await failOnce(target, join(directory, 'trace'), { count, first: choices.between(1, 20) })),
        );
      violations.push(...(await settledViolations(target, logProgress)));
      return { counts: { failures, applications: target.journal.submissions.size }, violations };
    }),
};
