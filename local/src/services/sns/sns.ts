import type { Kernel } from '../../core/kernel.ts';
import type { Mailbox } from '../../core/mail/mailbox.ts';
import type { HoldsPolicies, ServiceModule } from '../../core/service.ts';
import { createDeliveries } from './deliveries.ts';
import { Publisher, publishActions } from './publish.ts';
import { subscriptionActions } from './subscription-actions.ts';
import { topicActions } from './topic-actions.ts';
import { topicPermissionActions } from './topic-permissions.ts';
import { Topics } from './topics.ts';

const REFUSED = [
  'CheckIfPhoneNumberIsOptedOut',
  'CreatePlatformApplication',
  'CreatePlatformEndpoint',
  'CreateSMSSandboxPhoneNumber',
  'DeleteEndpoint',
  'DeletePlatformApplication',
  'DeleteSMSSandboxPhoneNumber',
  'GetDataProtectionPolicy',
  'GetEndpointAttributes',
  'GetPlatformApplicationAttributes',
  'GetSMSAttributes',
  'GetSMSSandboxAccountStatus',
  'ListEndpointsByPlatformApplication',
  'ListOriginationNumbers',
  'ListPhoneNumbersOptedOut',
  'ListPlatformApplications',
  'ListSMSSandboxPhoneNumbers',
  'OptInPhoneNumber',
  'PutDataProtectionPolicy',
  'SetEndpointAttributes',
  'SetPlatformApplicationAttributes',
  'SetSMSAttributes',
  'VerifySMSSandboxPhoneNumber',
] as const;

/**
 * SNS with topics, durable delivery, and subscriptions of queues, functions and mail addresses with filters.
 * https://docs.aws.amazon.com/sns/latest/api/
 */
export const createSns = (kernel: Kernel, mail: Mailbox): ServiceModule & HoldsPolicies => {
  const topics = new Topics(kernel);
  const deliveries = createDeliveries(kernel, topics, mail);
  return {
    service: {
      name: 'sns',
      actions: {
        ...topicActions(kernel, topics),
        ...topicPermissionActions(kernel, topics),
        ...subscriptionActions(kernel, topics),
        ...publishActions(topics, new Publisher(kernel, topics, deliveries)),
      },
      refused: REFUSED,
      protocols: [
        { kind: 'query', scope: 'sns', version: '2010-03-31', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/' },
      ],
    },
    resourcePolicy: (arn) => topics.find(arn)?.attributes.Policy,
    stop: () => deliveries.stop(),
  };
};
