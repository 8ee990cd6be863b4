import type { App, Stack } from 'aws-cdk-lib';
import type { Stage } from '../infra/constructs/stage.ts';
import { ApartmentBookingStack } from './apartment-booking/stack.ts';
import { OrderFulfilmentStack } from './order-fulfilment/stack.ts';
import { PromotionApprovalStack } from './promotion-approval/stack.ts';
import { WorkflowApiStack } from './workflow-api/stack.ts';

export interface SampleChoices {
  readonly stage: Stage;
  /** Receives the mails of the samples; without it the topic has no subscription. */
  readonly notificationEmail: string | undefined;
  /** Also sends status changes to Kinesis and Firehose. */
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

/** Creates the stacks of the samples; their names end in `suffix`. */
export function createSamples(app: App, choices: SampleChoices, suffix: string): readonly Stack[] {
  const { stage, hasStreams, notificationEmail } = choices;
  return [
    new ApartmentBookingStack(app, `apartment-booking${suffix}`, { stage }),
    new OrderFulfilmentStack(app, `order-fulfilment${suffix}`, { stage }),
    new PromotionApprovalStack(app, `promotion-approval${suffix}`, { stage, notificationEmail }),
    new WorkflowApiStack(app, `workflow-api${suffix}`, { stage, notificationEmail, hasStreams }),
  ];
}
