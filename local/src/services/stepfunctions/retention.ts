import { fullHourUntil } from '../../core/clock/full-hour.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Tables } from './store/tables.ts';

const DAY_MS = 24 * 3_600_000;
/** AWS keeps an execution for 90 days after its end. */
const KEPT_MS = 90 * DAY_MS;
const BATCH = 500;
const OWNER = 'states-retention';

/** Removes executions and their history 90 days after the end of the execution; checks once a day. */
export const executionRetention = ({ store, timers, clock }: Kernel, { executions, history, mapRuns }: Tables) => {
  const sweep = async (): Promise<void> => {
    for (;;) {
      const old = executions.stoppedBefore(clock.now() - KEPT_MS, BATCH);
      await store.write(() => {
        for (const id of old) {
          executions.remove(id);
          history.remove(id);
          mapRuns.remove(id);
        }
        timers.set(OWNER, 'sweep', fullHourUntil(clock.now() + DAY_MS));
      });
      if (old.length < BATCH) return;
    }
  };
  timers.handle(OWNER, sweep);
  return { start: sweep };
};
