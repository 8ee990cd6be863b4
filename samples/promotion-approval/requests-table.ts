import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../handlers/shared/env.ts';
import { isConditionFailure } from '../../handlers/shared/errors.ts';
import type { Promotion } from './promotion.ts';

/**
 * TO_MAIL until the manager's mail is sent, WAITING until the manager decides, DECIDED until Step Functions has the
 * decision, then OVER. Also OVER if the execution no longer waits.
 */
export type State = 'TO_MAIL' | 'WAITING' | 'DECIDED' | 'OVER';

export type Decision = 'approve' | 'deny';

/** One wait for a manager's decision. Only this table holds the task token. */
export interface ApprovalRequest extends Promotion {
  readonly id: string;
  readonly state: State;
  readonly taskToken: string;
  /** Key that signs the link. */
  readonly key: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly decision?: Decision;
  readonly decidedAt?: string;
}

const TableName = requiredEnv('REQUESTS_TABLE');
const STATE_INDEX = 'state';

export const find = async (id: string): Promise<ApprovalRequest | undefined> =>
  (await documentClient.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }))).Item as
    | ApprovalRequest
    | undefined;

/** Stores a request; an existing request for the same wait stays unchanged. */
export const add = (request: ApprovalRequest): Promise<boolean> =>
  isDone(
    documentClient.send(new PutCommand({ TableName, Item: request, ConditionExpression: 'attribute_not_exists(id)' })),
  );

/** Maximum number of requests per invocation; the next one continues. */
const PAGE = 100;

/** Open requests, sorted by expiry time. */
export const listed = async (state: State): Promise<readonly ApprovalRequest[]> => {
  const query = new QueryCommand({
    TableName,
    IndexName: STATE_INDEX,
    KeyConditionExpression: '#state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': state },
    Limit: PAGE,
  });
  return ((await documentClient.send(query)).Items ?? []) as ApprovalRequest[];
};

/** Returns false if the request is no longer in that state. */
export const move = (id: string, from: State, to: State): Promise<boolean> =>
  isDone(
    documentClient.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET #state = :to',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':from': from, ':to': to },
      }),
    ),
  );

/** Records the first decision; false if one exists or the execution no longer waits. */
export const decide = (id: string, decision: Decision, decidedAt: string): Promise<boolean> =>
  isDone(
    documentClient.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET #state = :decided, decision = :decision, decidedAt = :decidedAt',
        ConditionExpression: '#state IN (:toMail, :waiting) AND expiresAt > :decidedAt',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':decided': 'DECIDED',
          ':toMail': 'TO_MAIL',
          ':waiting': 'WAITING',
          ':decision': decision,
          ':decidedAt': decidedAt,
        },
      }),
    ),
  );

async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
