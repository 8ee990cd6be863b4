import * as states from '../../../stepfunctions/operations.ts';
import { runExpress } from '../call.ts';
import { jsonList } from '../template.ts';
import { failedInResponse } from './batch-result.ts';
import type { TargetKind } from './target-kind.ts';

/** A state machine. Its input is the list of events. A synchronous Express execution can report those that failed. */
export const stateMachine: TargetKind = {
  maxBatch: Number.POSITIVE_INFINITY,
  needsExpress: ({ StepFunctionStateMachineParameters: parameters }) =>
    parameters?.InvocationType !== 'FIRE_AND_FORGET',
  call: async (kernel, { pipe, events, texts, caller }) => {
    const payload = jsonList(texts);
    if (pipe.targetParameters.StepFunctionStateMachineParameters?.InvocationType === 'FIRE_AND_FORGET') {
      const input = { stateMachineArn: pipe.target, name: kernel.ids.uuid(), input: payload };
      await kernel.services.call(states.startExecution, input, caller);
      return new Set();
    }
    return failedInResponse(await runExpress(kernel, { arn: pipe.target, payload, caller }), events);
  },
};
