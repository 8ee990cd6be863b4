import { getHeapStatistics } from 'node:v8';

/** Interval of the check, and the share of it that a thread at rest has worked at most. */
const CHECK_MS = 5_000;
const AT_REST = 0.05;
/** Less work than this leaves too little to collect. */
const WORK_MS = 500;
/** Growth of the heap since the last collection, as a factor, that triggers the next one. */
const GROWTH = 1.6;

/**
 * Collects garbage once this thread rests after work, so that V8 gives memory back; by itself it keeps the memory. A
 * collection takes some hundredths of a second. Without Node's option `--expose-gc` nothing happens.
 */
export const collectAtRest = (): void => {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  const size = () => getHeapStatistics().total_physical_size;
  let sizeAfterLast = 0;
  let workedMs = 0;
  let before = performance.eventLoopUtilization();
  const check = () => {
    const { active, utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    workedMs += active;
    if (utilization > AT_REST || workedMs < WORK_MS || size() < GROWTH * sizeAfterLast) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    sizeAfterLast = size();
    workedMs = 0;
  };
  setInterval(check, CHECK_MS).unref();
};
