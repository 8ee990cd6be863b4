import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import type { InvokeApiDestinationInput } from '../operations.ts';

/**
 * The action InvokeApiDestination, which is a permission on AWS and no action of its API. Only deliveries of rules call
 * it, with the role of the target, so that the role's permission is checked.
 */
export const invokeApiDestination =
  ({ invocations }: EventBridgeContext): Action =>
  async (input, { caller }) => {
    if (caller.kind !== 'role' || caller.assumedBy?.service !== 'events.amazonaws.com')
      throw new AwsError(
        'AccessDeniedException',
        `${caller.arn} may not call InvokeApiDestination; only EventBridge rules may.`,
      );
    await invocations.invoke((input as InvokeApiDestinationInput).Invocation);
    return {};
  };
