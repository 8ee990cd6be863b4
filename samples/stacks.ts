import type { App, Stack } from 'aws-cdk-lib';
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

/** Creates the stacks of the samples. The stack names end with `suffix`. */
export function createSamples(app: App, choices: SampleChoices, suffix: string): readonly Stack[] {
  const { stage, hasStreams, notificationEmail } = choices;
  return [
    new ApartmentBookingStack(app, `apartment-booking${suffix}`, { stage }),
    new OrderFulfilmentStack(app, `order-fulfilment${suffix}`, { stage }),
    new PromotionApprovalStack(app, `promotion-approval${suffix}`, { stage, notificationEmail }),
    new WorkflowApiStack(app, `workflow-api${suffix}`, { stage, notificationEmail, hasStreams }),
  ];
}
