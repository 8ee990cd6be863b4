import { createContext, Script } from 'node:vm';

/** Thrown by `within` for work that takes longer than its time. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';

  constructor(limitMs: number) {
    super(`The evaluation took longer than ${limitMs} ms.`);
  }
}

const place: { work: (() => unknown) | undefined } = { work: undefined };
const context = createContext(place);
const script = new Script('work()');
/**
 * Maximum number of attempts. The timeout of `node:vm` counts wall-clock time, which also passes while the thread waits
 * for a processor.
 */
const MAX_ATTEMPTS = 20;

/**
 * Runs synchronous work in this thread and interrupts it after `limitMs` of processor time. Used for users' expressions
 * and patterns that may never end. The work must have no side effects, because it may be interrupted at any point and
 * repeated. A call costs about 0.1 ms. Throws TookTooLong, or the error of the work.
 */
export const within = <T>(limitMs: number, work: () => T): T => {
  const before = process.threadCpuUsage();
  const outer = place.work;
  place.work = work;
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return script.runInContext(context, { timeout: limitMs }) as T;
      } catch (error) {
        if (Object(error).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
        const { user, system } = process.threadCpuUsage(before);
        if (user + system >= limitMs * 1_000 || attempt === MAX_ATTEMPTS) throw new TookTooLong(limitMs);
      }
    }
  } finally {
    place.work = outer;
  }
};
