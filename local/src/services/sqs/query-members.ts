import type { QueryMember, QueryMembers } from '../../core/protocols/query-format.ts';

const NUMBER: QueryMember = { kind: 'number' };

const list = (flattenedAs: string): QueryMember => ({ kind: 'list', flattenedAs });

const map = (flattenedAs: string, key: 'Name' | 'Key'): QueryMember => ({
  kind: 'map',
  flattenedAs,
  key,
  value: 'Value',
});

const TAGS = map('Tag', 'Key');

const MEMBERS: QueryMembers = {
  DelaySeconds: NUMBER,
  VisibilityTimeout: NUMBER,
  WaitTimeSeconds: NUMBER,
  MaxNumberOfMessages: NUMBER,
  MaxNumberOfMessagesPerSecond: NUMBER,
  MaxResults: NUMBER,
  Attributes: map('Attribute', 'Name'),
  MessageAttributes: map('MessageAttribute', 'Name'),
  MessageSystemAttributes: map('MessageSystemAttribute', 'Name'),
  AttributeNames: list('AttributeName'),
  MessageAttributeNames: list('MessageAttributeName'),
  MessageSystemAttributeNames: list('MessageSystemAttributeName'),
  AWSAccountIds: list('AWSAccountId'),
  Actions: list('ActionName'),
  TagKeys: list('TagKey'),
  QueueUrls: list('QueueUrl'),
  queueUrls: list('QueueUrl'),
  Messages: list('Message'),
  Results: list('ListMessageMoveTasksResultEntry'),
  Failed: list('BatchResultErrorEntry'),
};

/**
 * The list and map members of an action in the query protocol, which flattens them all. The members of batch entries
 * contain the action's name. `Tags` is written `tags` in CreateQueue only.
 */
export const queryMembers = (action: string): QueryMembers => ({
  ...MEMBERS,
  Entries: list(`${action}RequestEntry`),
  Successful: list(`${action}ResultEntry`),
  [action === 'CreateQueue' ? 'tags' : 'Tags']: TAGS,
});
