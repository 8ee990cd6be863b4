import { requireMapRun } from '../map-run-lookup.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { ChildCount } from '../store/map-run-children.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: MakeAction =
  ({ tables }) =>
  (input) => {
    const it = requireMapRun(tables, input);
    const counts = tables.mapRunChildren.counts(it.arn);
    return {
      mapRunArn: it.arn,
      executionArn: it.executionArn,
      status: it.status,
      startDate: new Date(it.startMs),
      ...(it.stopMs === null ? {} : { stopDate: new Date(it.stopMs) }),
      maxConcurrency: it.maxConcurrency,
      toleratedFailureCount: it.toleratedCount,
      toleratedFailurePercentage: it.toleratedPercentage,
      itemCounts: countsOf(it.items, counts, ({ items }) => items),
      executionCounts: countsOf(it.executions, counts, ({ executions }) => executions),
      redriveCount: it.redriveCount,
      ...(it.redriveMs === null ? {} : { redriveDate: new Date(it.redriveMs) }),
    };
  };

const UNSUCCESSFUL: readonly ChildCount['status'][] = ['FAILED', 'ABORTED'];

/**
 * MapRunItemCounts or MapRunExecutionCounts. A child execution itself has no timeout, so none is timed out; results are
 * not written to Amazon S3.
 */
const countsOf = (total: number, counts: readonly ChildCount[], numberOf: (count: ChildCount) => number) => {
  const sum = (wanted: (count: ChildCount) => boolean): number =>
    counts.filter(wanted).reduce((all, count) => all + numberOf(count), 0);
  const withStatus = (status: ChildCount['status']) => sum((count) => count.status === status);
  return {
    pending: total - sum(() => true),
    running: withStatus('RUNNING'),
    succeeded: withStatus('SUCCEEDED'),
    failed: withStatus('FAILED'),
    timedOut: 0,
    aborted: withStatus('ABORTED'),
    total,
    resultsWritten: 0,
    failuresNotRedrivable: sum(({ status, redrivable }) => redrivable === 0 && UNSUCCESSFUL.includes(status)),
    pendingRedrive: withStatus('PENDING_REDRIVE'),
  };
};
