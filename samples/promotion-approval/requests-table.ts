import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../handlers/shared/env.ts';
import { isConditionFailure } from '../../handlers/shared/errors.ts';
import type { Promotion } from './promotion.ts';

/**
 * TO_MAIL: the mail to the manager must be sent. WAITING: the manager must decide. DECIDED: the decision must be sent
 * to Step Functions. OVER: Step Functions has the decision, or the execution no longer waits.
 */
export type State = 'TO_MAIL' | 'WAITING' | 'DECIDED' | 'OVER';

export type Decision = 'approve' | 'deny';

/** One wait for a manager's decision. The task token is stored only in this table. */
export interface ApprovalRequest extends Promotion {
  readonly id: string;
  readonly state: State;
  readonly taskToken: string;
  /** Key that signs the link. */
  readonly key: string;
  /** Time at which the link expires, ISO 8601. */
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

/** Stores a request. Returns false, and changes nothing, if a request for the same wait exists. */
export const add = (request: ApprovalRequest): Promise<boolean> =>
  isDone(
    documentClient.send(new PutCommand({ TableName, Item: request, ConditionExpression: 'attribute_not_exists(id)' })),
  );

/** Maximum number of requests per invocation. The next invocation processes the others. */
const PAGE = 100;

/** The requests in one state, sorted by expiry time. */
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

/** Changes the state of a request. Returns false if the request no longer has the state `from`. */
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

/** Stores a decision. Returns false if the request has a decision already or the execution no longer waits. */
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
