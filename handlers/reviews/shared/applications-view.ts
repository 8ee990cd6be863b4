import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ApplicationState } from '../../../events/states.ts';

/** What the record has of a decision; all that came with the task token. */
export interface RecordedDecision {
  readonly decision: 'APPROVE' | 'REJECT';
  readonly reviewer?: string;
  readonly comment?: string;
}

/** What the reviewers' side may know of an application's record: nothing an applicant has written. */
export interface ApplicationView {
  readonly state: ApplicationState;
  /** The run that works, or worked, on it. */
  readonly executionArn: string;
  readonly reviewDeadline?: string;
  readonly decision?: RecordedDecision;
}

export type ViewApplication = (id: string) => Promise<ApplicationView | undefined>;

/** Reads what has been written up to now (consistently). */
export function createViewApplication(client: DynamoDBDocumentClient, table: string): ViewApplication {
  return async (id) => {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { id },
        ConsistentRead: true,
        ProjectionExpression: '#state, #executionArn, #reviewDeadline, #decision',
        ExpressionAttributeNames: {
          '#state': 'state',
          '#executionArn': 'executionArn',
          '#reviewDeadline': 'reviewDeadline',
          '#decision': 'decision',
        },
      }),
    );
    return Item as ApplicationView | undefined;
  };
}
