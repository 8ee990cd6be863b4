import { arnOf } from '../../core/aws/arn.ts';
import {
  all,
  arnIn,
  as,
  each,
  type Input,
  type Lookup,
  type RequirementTable,
  text,
} from '../../core/policy/requirement.ts';
import { sourceOfHandle } from './moves/task-handle.ts';

const byUrl = (input: Input, { home }: Lookup): string[] => {
  const url = text(input, 'QueueUrl');
  return [arnOf(home, 'sqs', url.slice(url.lastIndexOf('/') + 1))];
};
const byName = (input: Input, { home }: Lookup): string[] => [arnOf(home, 'sqs', text(input, 'QueueName'))];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const SQS_REQUIREMENTS: RequirementTable = {
  ...each('sqs', ['CreateQueue', 'GetQueueUrl'], byName),
  ...each(
    'sqs',
    [
      'AddPermission',
      'ChangeMessageVisibility',
      'DeleteMessage',
      'DeleteQueue',
      'GetQueueAttributes',
      'ListDeadLetterSourceQueues',
      'ListQueueTags',
      'PurgeQueue',
      'ReceiveMessage',
      'RemovePermission',
      'SendMessage',
      'SetQueueAttributes',
      'TagQueue',
      'UntagQueue',
    ],
    byUrl,
  ),
  ...each('sqs', ['ListMessageMoveTasks', 'StartMessageMoveTask'], arnIn('SourceArn')),
  ...each('sqs', ['ListQueues'], all('sqs', '*')),
  ...each('sqs', ['CancelMessageMoveTask'], (input) => [sourceOfHandle(text(input, 'TaskHandle'))]),
  ChangeMessageVisibilityBatch: as('sqs:ChangeMessageVisibility', byUrl),
  DeleteMessageBatch: as('sqs:DeleteMessage', byUrl),
  SendMessageBatch: as('sqs:SendMessage', byUrl),
};
