import type { ExecutionRow } from './store/executions.ts';
import type { MapRunChildRow } from './store/map-run-children.ts';

/** The members with which DescribeExecution and ListExecutions identify an execution or a child of a Map Run. */
export const executionFacts = (it: ExecutionRow | MapRunChildRow) => ({
  executionArn: it.arn,
  stateMachineArn: it.stateMachineArn,
  name: it.name,
  status: it.status,
  startDate: new Date(it.startMs),
  ...(it.stopMs === null ? {} : { stopDate: new Date(it.stopMs) }),
});

/** The number of redrives, and the time of the last one. */
export const redrivesOf = ({ redriveCount, redriveMs }: Pick<ExecutionRow, 'redriveCount' | 'redriveMs'>) => ({
  redriveCount,
  ...(redriveMs === null ? {} : { redriveDate: new Date(redriveMs) }),
});

/** The redrives of a child of a Map Run; an Express child has none. */
export const childRedrivesOf = (child: MapRunChildRow) => (child.kind === 'EXPRESS' ? {} : redrivesOf(child));
