import type { App } from 'aws-cdk-lib';
import { readChoices } from '../infra/context.ts';
import { ApartmentBookingStack } from './apartment-booking/stack.ts';
import { OrderFulfilmentStack } from './order-fulfilment/stack.ts';
import { PromotionApprovalStack } from './promotion-approval/stack.ts';
import { WorkflowApiStack } from './workflow-api/stack.ts';

/** The stacks of the samples, where they are asked for by `-c samples=on`. */
export function createSamples(app: App): void {
  const { stage, hasSamples, hasStreams, notificationEmail } = readChoices(app.node);
  if (!hasSamples) return;
  new ApartmentBookingStack(app, 'apartment-booking', { stage });
  new OrderFulfilmentStack(app, 'order-fulfilment', { stage });
  new PromotionApprovalStack(app, 'promotion-approval', { stage, notificationEmail });
  new WorkflowApiStack(app, 'workflow-api', { stage, notificationEmail, hasStreams });
}
