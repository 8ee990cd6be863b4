import { childRedrivesOf, executionFacts, redrivesOf } from '../execution-facts.ts';
import { childExecution, requireExecution } from '../execution-lookup.ts';
import { includesData } from '../parameters.ts';
import { childRedriveFacts, redriveFacts } from '../redrive-facts.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { MapRunChildRow } from '../store/map-run-children.ts';

export const describeExecution: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const included = includesData(input);
    const child = childExecution(tables, input);
    if (child) return describedChild(child, included);
    const it = requireExecution(tables, input);
    return {
      ...executionFacts(it),
      ...(included ? payloads(it) : { inputDetails: { included }, outputDetails: { included } }),
      ...(it.error === null ? {} : { error: it.error }),
      ...(it.cause === null ? {} : { cause: it.cause }),
      ...(it.versionArn === null ? {} : { stateMachineVersionArn: it.versionArn }),
      ...(it.aliasArn === null ? {} : { stateMachineAliasArn: it.aliasArn }),
      ...(it.traceHeader === null ? {} : { traceHeader: it.traceHeader }),
      ...redrivesOf(it),
      ...redriveFacts(it, it, kernel.clock.now()),
    };
  };

/** A child execution of a Map Run. Only a redrive of the parent's execution redrives it. */
const describedChild = (it: MapRunChildRow, included: boolean) => ({
  ...executionFacts(it),
  ...(included ? payloads(it) : { inputDetails: { included }, outputDetails: { included } }),
  mapRunArn: it.mapRunArn,
  ...(it.error === null ? {} : { error: it.error }),
  ...(it.cause === null ? {} : { cause: it.cause }),
  ...childRedrivesOf(it),
  ...childRedriveFacts(it),
});

const payloads = ({ input, output }: Pick<ExecutionRow, 'input' | 'output'>) => ({
  input,
  inputDetails: { included: true },
  ...(output === null ? {} : { output, outputDetails: { included: true } }),
});
