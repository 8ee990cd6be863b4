import { recordIn, submit } from '../../test/support/system.ts';
import { BATCH_BOMBS, TABLE_BOMBS } from '../bombs/batches.ts';
import { BODY_BOMBS } from '../bombs/bodies.ts';
import type { Bomb, Ground } from '../bombs/bomb.ts';
import { FUNCTION_BOMBS } from '../bombs/functions.ts';
import { groundOf } from '../bombs/ground.ts';
import { MACHINE_BOMBS } from '../bombs/machines.ts';
import { PATTERN_BOMBS } from '../bombs/patterns.ts';
import { fixtureFor } from '../doors/fixture.ts';
import { healthText, watchHealth } from '../health.ts';
import { Faults } from '../judge/faults.ts';
import type { Outcome, Part, Stage } from '../part.ts';
import { type Target, withTarget } from '../target.ts';

const BOMBS: readonly Bomb[] = [
  ...BODY_BOMBS,
  ...BATCH_BOMBS,
  ...TABLE_BOMBS,
  ...PATTERN_BOMBS,
  ...MACHINE_BOMBS,
  ...FUNCTION_BOMBS,
];

/** Bombs at the same time: most of the slow ones wait for a limit of time. */
const LANES = 4;
/**
 * Limit of the main thread's processor time for one health answer: several bombs of megabytes can arrive in the same turn
 * of the event loop, and a turn of a large Map alone takes up to 0.4 s.
 */
const HEALTH_CPU_LIMIT_MS = 1_000;

/** Wall-clock time from which a bomb is named in the notes. */
const NOTABLE_MS = 5_000;

const burning = new Set<string>();

const explode = async (bomb: Bomb, ground: Ground, { system }: Target, faults: Faults): Promise<string | undefined> => {
  burning.add(bomb.name);
  const startMs = performance.now();
  const wrong = await bomb.explode(ground);
  const tookMs = performance.now() - startMs;
  burning.delete(bomb.name);
  if (wrong !== undefined) faults.add(bomb.name, wrong, 'attack/bombs');
  const exit = system.exit();
  if (exit) faults.add(bomb.name, `the process ended with ${exit.code ?? exit.signal}`, system.printed().slice(-2000));
  return tookMs > NOTABLE_MS ? `${bomb.name}: ${(tookMs / 1000).toFixed(1)} s` : undefined;
};

/** An application that is submitted after the attack must be approved. */
const servedAfterwards = async ({ system }: Target): Promise<void> => {
  await submit(system.clients, { id: 'after-bombs', name: 'Spock', address: '1 Street' });
  await recordIn(system.clients, 'after-bombs', 'APPROVED');
};

const run = ({ directory, logProgress }: Stage): Promise<Outcome> =>
  withTarget({ dataDir: `${directory}/data` }, async (target) => {
    const faults = new Faults();
    const notes: string[] = [];
    await (await fixtureFor(target.port))();
    const ground = await groundOf(target);
    const { system, port } = target;
    const watch = watchHealth({
      port,
      pid: system.pid,
      inProgress: () => [...burning].join(', '),
      cpuLimitMs: HEALTH_CPU_LIMIT_MS,
    });
    const waiting = BOMBS.entries();
    const lane = async (): Promise<void> => {
      for (const [index, bomb] of waiting) {
        if (system.exit() !== undefined) return;
        const note = await explode(bomb, ground, target, faults);
        if (note !== undefined) notes.push(note);
        if ((index + 1) % 25 === 0) logProgress(`${index + 1} of ${BOMBS.length} bombs`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const { problems, slowestMs, slowestCpuMs } = await watch.stop();
    for (const problem of problems) faults.add('health', 'answers too late', problem);
    notes.push(healthText(slowestMs, slowestCpuMs));
    if (system.exit() === undefined) await servedAfterwards(target);
    return { counts: { bombs: BOMBS.length }, faults: faults.list(), notes };
  });

export const part: Part = {
  question: 'Is every input that costs far more than its size answered with an error, while health goes on?',
  run,
};
