import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { aboutDeadLetter } from './about.ts';
import type { DeadLetter } from './dead-letter.ts';

/** What a person did with a dead letter about an application. The application's case file gets an entry about it. */
export interface DeadLetterNotice {
  readonly applicationId: string;
  readonly action: 'REDRIVEN' | 'DELETED';
  readonly queue: string;
  readonly messageId: string;
  /** The kind of the message: a detail type of an event, or `review request`. */
  readonly what: string;
  /** User name of the person in the API, or the ARN of the caller that used AWS directly. */
  readonly who: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
}

/** Who handled dead letters of which queue, and when. */
export type Handling = Pick<DeadLetterNotice, 'action' | 'queue' | 'who' | 'at'>;

/** Undefined if the dead letter names no application. */
export function noticeAbout(deadLetter: DeadLetter, handling: Handling): DeadLetterNotice | undefined {
  const { applicationId, what } = aboutDeadLetter(deadLetter);
  if (applicationId === undefined) return undefined;
  return { applicationId, messageId: deadLetter.id, what, ...handling };
}

/**
 * Stores a notice in the table of notifications, whose stream the case files follow. The key is the message's id: a message
 * that is handled again, because its deletion failed, has one notice.
 */
export async function storeNotice(
  client: DynamoDBDocumentClient,
  table: string,
  notice: DeadLetterNotice,
): Promise<void> {
  const Item = { id: `dead-letter#${notice.messageId}`, deadLetter: notice };
  await client.send(new PutCommand({ TableName: table, Item }));
}
