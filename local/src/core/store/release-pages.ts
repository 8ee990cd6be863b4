import { daily } from '../clock/daily.ts';
import type { Kernel } from '../kernel.ts';

/** One step frees at most 4 MB and takes a few milliseconds. */
const PAGES_PER_STEP = 1_000;

/** Gives pages that deleted rows have freed back to the file system: one minute after each start, then once a day. */
export const releasePages = (kernel: Pick<Kernel, 'store' | 'timers' | 'clock'>): void => {
  const { store } = kernel;
  const free = () => Number(store.prepare('PRAGMA freelist_count').get()?.freelist_count);
  daily(kernel, 'store-give-back', async () => {
    for (let before = free(); before > 0; ) {
      await store.write(() => store.prepare(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`).all());
      const left = free();
      if (left >= before) break;
      before = left;
    }
  });
};
