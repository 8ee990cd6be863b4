import { AwsError } from '../../../../core/aws/aws-error.ts';
import * as states from '../../../stepfunctions/operations.ts';
import type { TargetKind } from './target-kind.ts';

/** Step Functions: starts an execution under the delivery's own name, so that a second attempt finds the first. */
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
