import { getHeapStatistics } from 'node:v8';

/** How often it looks, and what share of that time a thread may have worked to be at rest. */
const LOOK_MS = 5_000;
const AT_REST = 0.05;
/** So much work leaves something to collect; */
const WORK_MS = 500;
/** and a heap so many times as large as what the last collection left is worth another one. A full nursery alone is not. */
const WORTH_IT = 1.6;

/**
 * Once this thread rests after work, has V8 give back what it has taken for that; by itself it keeps it. It takes some
 * hundredths of a second. Without Node's option `--expose-gc` nothing happens.
 */
export const collectAtRest = (): void => {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  const size = () => getHeapStatistics().total_physical_size;
  let left = 0;
  let workedMs = 0;
  let before = performance.eventLoopUtilization();
  const look = () => {
    const { active, utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    workedMs += active;
    if (utilization > AT_REST || workedMs < WORK_MS || size() < WORTH_IT * left) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    left = size();
    workedMs = 0;
  };
  setInterval(look, LOOK_MS).unref();
};
