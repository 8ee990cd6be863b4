import { getHeapStatistics } from 'node:v8';

/** How often it looks, and what share of that time a thread may have worked to be at rest. */
const LOOK_MS = 5_000;
const AT_REST = 0.05;
/** A heap so many times as large as what the last collection left is worth another one; a full nursery alone is not. */
const WORTH_IT = 1.6;

/**
 * Once this thread rests after work, has V8 give back what it has taken for that; by itself it keeps it. It takes some
 * hundredths of a second. Without Node's option `--expose-gc` nothing happens.
 */
export const collectAtRest = (): void => {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  const size = () => getHeapStatistics().total_physical_size;
  let left = size();
  let before = performance.eventLoopUtilization();
  const look = () => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > AT_REST || size() < WORTH_IT * left) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    left = size();
  };
  setInterval(look, LOOK_MS).unref();
};
