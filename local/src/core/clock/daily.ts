import type { Kernel } from '../kernel.ts';
import { fullHourUntil } from './full-hour.ts';

const DAY_MS = 86_400_000;
const AFTER_START_MS = 60_000;

/**
 * Performs `work` one minute after each start and then once a day, at a full hour. `owner` names the timer. If `work`
 * fails, the timer fires again, like every timer.
 */
export const daily = (
  { store, timers, clock }: Pick<Kernel, 'store' | 'timers' | 'clock'>,
  owner: string,
  work: () => Promise<void>,
): void => {
  timers.handle(owner, async () => {
    await work();
    await store.write(() => timers.set(owner, 'daily', fullHourUntil(clock.now() + DAY_MS)));
  });
  timers.onStart(() => {
    const first = store.writeWhenPossible(() => timers.set(owner, 'daily', clock.now() + AFTER_START_MS));
    first.catch(() => {}); // This write fails only while the runtime stops.
  });
};
