import { arnOf } from '../../core/aws/arn.ts';
import { all, arnIn, as, each, type Input, type RequirementTable, text } from '../../core/policy/requirement.ts';

const byTopic = arnIn('TopicArn');
/** The ARN of the topic: a subscription's ARN is its topic's ARN plus one part. */
const bySubscription = (input: Input): string[] => {
  const arn = text(input, 'SubscriptionArn');
  return [arn.slice(0, arn.lastIndexOf(':'))];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const SNS_REQUIREMENTS: RequirementTable = {
  ...each(
    'sns',
    [
      'AddPermission',
      'ConfirmSubscription',
      'DeleteTopic',
      'GetDataProtectionPolicy',
      'GetTopicAttributes',
      'ListSubscriptionsByTopic',
      'Publish',
      'RemovePermission',
      'SetTopicAttributes',
    ],
    byTopic,
  ),
  ...each('sns', ['GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'Unsubscribe'], bySubscription),
  ...each('sns', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('ResourceArn')),
  ...each('sns', ['ListSubscriptions', 'ListTopics'], all('sns', '*')),
  ...each('sns', ['CreateTopic'], (input, { home }) => [arnOf(home, 'sns', text(input, 'Name'))]),
  PublishBatch: as('sns:Publish', byTopic),
  Subscribe: (input) => [
    {
      action: 'sns:Subscribe',
      resources: [text(input, 'TopicArn')],
      keys: { 'sns:protocol': [text(input, 'Protocol')], 'sns:endpoint': [text(input, 'Endpoint')] },
    },
  ],
};
