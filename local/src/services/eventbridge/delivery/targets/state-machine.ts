import { AwsError } from '../../../../core/aws/aws-error.ts';
import * as states from '../../../stepfunctions/operations.ts';
import type { TargetKind } from './target-kind.ts';

/**
 * A state machine as a target. The started execution has the name of the delivery's token, so that a retry finds the
 * execution of the first attempt.
 */
export const stateMachine: TargetKind = {
  needsRole: true,
  call: async (kernel, { delivery, payload, caller }) => {
    const input = { stateMachineArn: delivery.target.Arn, name: delivery.token, input: payload };
    try {
      await kernel.services.call(states.startExecution, input, caller);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ExecutionAlreadyExists') throw error;
    }
  },
};
