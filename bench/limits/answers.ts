/** ARN of the only execution in the stub's answers. */
export const EXECUTION_ARN = 'arn:aws:states:us-east-1:000000000000:execution:account-application:limits';

const approved = (key: object): object => ({ ...key, state: { S: 'APPROVED' }, executionArn: { S: EXECUTION_ARN } });

type Answer = (request: Readonly<Record<string, object>>) => object;

const ANSWERS: { readonly [operation: string]: Answer } = {
  'AWSEvents.PutEvents': ({ Entries }) => ({
    FailedEntryCount: 0,
    Entries: (Entries as readonly unknown[]).map((_, index) => ({ EventId: `event-${index}` })),
  }),
  'DynamoDB_20120810.GetItem': ({ Key = {} }) => ({ Item: approved(Key) }),
  'DynamoDB_20120810.PutItem': () => ({}),
  'DynamoDB_20120810.UpdateItem': ({ Key = {} }) => ({ Attributes: approved(Key) }),
};

/** SNS uses the Query protocol, without an X-Amz-Target header. */
const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** Returns a fixed successful response for each action: every event is accepted, every record is APPROVED. */
export const stubAnswer = (target: string | undefined, body: string): string => {
  if (target === undefined && body.startsWith('Action=Publish&')) return PUBLISHED;
  const answer = ANSWERS[target ?? ''];
  if (!answer) throw new Error(`The stub has no answer for ${target ?? body.slice(0, 40)}`);
  return JSON.stringify(answer(JSON.parse(body)));
};
