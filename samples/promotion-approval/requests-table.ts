import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../handlers/shared/env.ts';
import { isConditionFailure } from '../../handlers/shared/errors.ts';
import type { Promotion } from './promotion.ts';

/**
 * TO_MAIL until the manager's mail is sent, WAITING until somebody decides, DECIDED until Step Functions knows, and then
 * OVER; also OVER when the execution no longer waits.
 */
export type State = 'TO_MAIL' | 'WAITING' | 'DECIDED' | 'OVER';

export type Decision = 'approve' | 'deny';

/** One wait for a manager. The token is in here only. */
export interface ApprovalRequest extends Promotion {
  readonly id: string;
  readonly state: State;
  readonly taskToken: string;
  /** Signs the link. */
  readonly key: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly decision?: Decision;
  readonly decidedAt?: string;
}

const TableName = requiredEnv('REQUESTS_TABLE');
export const STATE_INDEX = 'state';

export const find = async (id: string): Promise<ApprovalRequest | undefined> =>
  (await documentClient.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }))).Item as
    | ApprovalRequest
    | undefined;

/** Keeps what is there when it is the same wait. */
export const add = (request: ApprovalRequest): Promise<boolean> =>
  isDone(
    documentClient.send(new PutCommand({ TableName, Item: request, ConditionExpression: 'attribute_not_exists(id)' })),
  );

/** As many as one call looks after; the next call goes on. */
const PAGE = 100;

/** Those that expire first, first. */
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

/** False when it is in another state by now. */
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

/** Notes the first decision; false when there is one already, or when nobody waits any more. */
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
