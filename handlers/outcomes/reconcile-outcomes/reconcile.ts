import { batchesOf } from '../../shared/batches-of.ts';
import { endingKey } from '../../shared/notification/decide.ts';
import type { Ending } from '../../shared/notification/ending.ts';
import { type Ports as NotifyPorts, notify } from '../../shared/notification/notify.ts';
import { isInWindow, type Window } from './decide.ts';
import type { EndedExecution, Executions, MarkedNotifications } from './ports.ts';

export interface Ports extends NotifyPorts {
  readonly executions: Executions;
  readonly notifications: MarkedNotifications;
  readonly onFailure: (execution: EndedExecution, error: unknown) => void;
}

/** Counts of runs that ended in the window: all, examined, notified and failed. */
export interface Summary {
  readonly ended: number;
  readonly examined: number;
  readonly notified: number;
  readonly failed: number;
}

const NOTHING: Summary = { ended: 0, examined: 0, notified: 0, failed: 0 };

/** Maximum number of keys in one BatchGetItem call. */
const BATCH_SIZE = 100;
/** Maximum number of concurrent DescribeExecution calls. Step Functions allows about 15 calls per second on average. */
const CONCURRENT_READS = 5;

/**
 * Sends the missing notifications of runs that ended in the window. Idempotent. A failure is reported to `onFailure` and
 * does not stop the other runs.
 */
export async function reconcile(ports: Ports, window: Window): Promise<Summary> {
  let summary = NOTHING;
  for await (const page of ports.executions.endedPages(window.startedSince)) {
    const ended = page.filter((execution) => isInWindow(execution, window));
    for (const batch of batchesOf(ended, BATCH_SIZE)) summary = sum(summary, await reconcileBatch(ports, batch));
  }
  return summary;
}

async function reconcileBatch(ports: Ports, ended: readonly EndedExecution[]): Promise<Summary> {
  const settled = await ports.notifications.settledOf(ended.map(endingKey));
  const open = ended.filter((execution) => !settled.has(endingKey(execution)));
  let summary: Summary = { ...NOTHING, ended: ended.length, examined: open.length };
  for (const batch of batchesOf(open, CONCURRENT_READS)) {
    const repairs = await Promise.all(batch.map((execution) => repairOrReport(ports, execution)));
    summary = repairs.reduce(sum, summary);
  }
  return summary;
}

async function repairOrReport(ports: Ports, execution: EndedExecution): Promise<Summary> {
  try {
    const ending = await ports.executions.readEnding(execution.executionArn);
    return ending === undefined ? NOTHING : await repair(ports, ending);
  } catch (error) {
    ports.onFailure(execution, error);
    return { ...NOTHING, failed: 1 };
  }
}

async function repair(ports: Ports, ending: Ending): Promise<Summary> {
  const { isSentNow } = await notify(ports, ending);
  await ports.notifications.markReconciled(endingKey(ending), ports.now());
  return { ...NOTHING, notified: Number(isSentNow) };
}

function sum(left: Summary, right: Summary): Summary {
  return {
    ended: left.ended + right.ended,
    examined: left.examined + right.examined,
    notified: left.notified + right.notified,
    failed: left.failed + right.failed,
  };
}
