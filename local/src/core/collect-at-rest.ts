import { getHeapStatistics } from 'node:v8';

/** Interval of the check. */
const CHECK_MS = 5_000;
/** A thread is idle if its event loop utilization in the last interval is at most this. */
const AT_REST = 0.05;
/** Minimum time of work since the last collection; less work leaves little garbage. */
const WORK_MS = 500;
/** Growth of the heap since the last collection, as a factor, that triggers the next one. */
const GROWTH = 1.6;

/**
 * Collects garbage when this thread is idle after work, because V8 otherwise returns no memory to the operating system.
 * A collection takes some tens of milliseconds. Does nothing without the Node option `--expose-gc`.
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
