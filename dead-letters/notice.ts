import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
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

/** Thrown if a case file did not get its entry about a dead letter. */
class CaseFileError extends Error {
  override readonly name = 'CaseFileError';
}

/**
 * Lets the function that writes case files append the entry. A notice about a message that has an entry adds none.
 * @throws CaseFileError
 */
export async function tellCaseFile(lambda: LambdaClient, appender: string, notice: DeadLetterNotice): Promise<void> {
  const Payload = JSON.stringify({ deadLetter: notice });
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: appender, Payload }));
  if (FunctionError !== undefined) throw new CaseFileError(`${appender} failed: ${FunctionError}`);
}
