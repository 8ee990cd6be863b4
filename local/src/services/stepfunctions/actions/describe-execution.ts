import { requireExecution } from '../execution-lookup.ts';
import { includesData } from '../parameters.ts';
import { redriveFacts } from '../redrive-facts.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { ExecutionRow } from '../store/executions.ts';

export const describeExecution: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const it = requireExecution(tables, input);
    const included = includesData(input);
    return {
      executionArn: it.arn,
      stateMachineArn: it.stateMachineArn,
      name: it.name,
      status: it.status,
      startDate: new Date(it.startMs),
      ...(it.stopMs === null ? {} : { stopDate: new Date(it.stopMs) }),
      ...(included ? payloads(it) : { inputDetails: { included }, outputDetails: { included } }),
      ...(it.error === null ? {} : { error: it.error }),
      ...(it.cause === null ? {} : { cause: it.cause }),
      ...(it.versionArn === null ? {} : { stateMachineVersionArn: it.versionArn }),
      ...(it.aliasArn === null ? {} : { stateMachineAliasArn: it.aliasArn }),
      ...(it.traceHeader === null ? {} : { traceHeader: it.traceHeader }),
      redriveCount: it.redriveCount,
      ...(it.redriveMs === null ? {} : { redriveDate: new Date(it.redriveMs) }),
      ...redriveFacts(it, it, kernel.clock.now()),
    };
  };

const payloads = ({ input, output }: ExecutionRow) => ({
  input,
  inputDetails: { included: true },
  ...(output === null ? {} : { output, outputDetails: { included: true } }),
});
