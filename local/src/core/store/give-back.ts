import { fullHourUntil } from '../clock/full-hour.ts';
import type { Kernel } from '../kernel.ts';

const OWNER = 'store-give-back';
const DAY_MS = 86_400_000;
const AFTER_START_MS = 60_000;
/** One step frees at most 4 MB and takes a few milliseconds. */
const PAGES_PER_STEP = 1_000;

/** Soon after a start and then once a day, gives the disk back the pages that deleted rows have freed. */
export const giveBackPages = ({ store, timers, clock }: Pick<Kernel, 'store' | 'timers' | 'clock'>): void => {
  const free = () => Number(store.prepare('PRAGMA freelist_count').get()?.freelist_count);
  timers.handle(OWNER, async () => {
    for (let before = free(); before > 0; ) {
      await store.write(() => store.prepare(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`).all());
      const left = free();
      if (left >= before) break;
      before = left;
    }
    await store.write(() => timers.set(OWNER, 'daily', fullHourUntil(clock.now() + DAY_MS)));
  });
  timers.onStart(() => {
    const first = store.writeWhenPossible(() => timers.set(OWNER, 'daily', clock.now() + AFTER_START_MS));
    first.catch(() => {}); // It fails only while the runtime stops.
  });
};
