import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../infra/constructs/stage.ts';
import { ApartmentBookingStack } from './apartment-booking/stack.ts';
import { OrderFulfilmentStack } from './order-fulfilment/stack.ts';
import { PromotionApprovalStack } from './promotion-approval/stack.ts';
import { WorkflowApiStack } from './workflow-api/stack.ts';

export interface SampleChoices {
  readonly stage: Stage;
  /** E-mail address for the samples' mails. If undefined, nobody gets them. */
  readonly notificationEmail: string | undefined;
  /** If true, status changes are also sent to Kinesis and Firehose. */
  readonly hasStreams: boolean;
}

/** Names of the samples' state machines. */
export const SAMPLE_MACHINES = [
  'apartment-booking',
  'callback',
  'order-fulfilment',
  'promotion-approval',
  'status-audit',
] as const;

/** Creates the stacks of the samples. `idOf` gives the name of a stack in this deployment. */
export function createSamples(
  scope: Construct,
  choices: SampleChoices,
  idOf: (name: string) => string,
): readonly Stack[] {
  const { stage, hasStreams, notificationEmail } = choices;
  return [
    new ApartmentBookingStack(scope, idOf('apartment-booking'), { stage, notificationEmail }),
    new OrderFulfilmentStack(scope, idOf('order-fulfilment'), { stage }),
    new PromotionApprovalStack(scope, idOf('promotion-approval'), { stage, notificationEmail }),
    new WorkflowApiStack(scope, idOf('workflow-api'), { stage, notificationEmail, hasStreams }),
  ];
}
