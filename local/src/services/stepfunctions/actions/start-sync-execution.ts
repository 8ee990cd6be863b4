import { wrongStateMachineType } from '../errors.ts';
import type { Json } from '../language/json.ts';
import { includesData, MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import { requireRunnable } from '../state-machine-lookup.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { startOf } from './start-execution.ts';

const BILLED_STEP_MS = 100;
const BILLED_MEMORY_MB = 64;

const outputOf = (output: Json, included: boolean) => ({
  ...(included ? { output: JSON.stringify(output) } : {}),
  outputDetails: { included },
});

/** StartSyncExecution: runs an Express state machine and responds after the execution has ended. */
export const startSyncExecution: MakeAction = (context) => async (input) => {
  const { kernel, tables, engine } = context;
  const runnable = requireRunnable(tables, requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH }), () =>
    kernel.ids.number(),
  );
  if (runnable.stateMachine.type !== 'EXPRESS') throw wrongStateMachineType();
  const included = includesData(input);
  const start = startOf(context, input, 'SYNC');
  const { identity } = start;
  const { status, output, error, cause } = await engine.run(start);
  const stopMs = kernel.clock.now();
  const billedMs = Math.max(1, Math.ceil((stopMs - identity.startMs) / BILLED_STEP_MS)) * BILLED_STEP_MS;
  return {
    executionArn: identity.arn,
    stateMachineArn: identity.stateMachineArn,
    name: identity.name,
    startDate: new Date(identity.startMs),
    stopDate: new Date(stopMs),
    status: status === 'ABORTED' ? 'FAILED' : status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(included ? { input: identity.input } : {}),
    inputDetails: { included },
    ...(output === undefined ? {} : outputOf(output, included)),
    ...(identity.traceHeader === null ? {} : { traceHeader: identity.traceHeader }),
    billingDetails: { billedMemoryUsedInMB: BILLED_MEMORY_MB, billedDurationInMilliseconds: billedMs },
  };
};
