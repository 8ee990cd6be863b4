import type { DeadLetter } from '../../../dead-letters/dead-letter.ts';
import type { DeadLetterQueue } from '../../../dead-letters/find.ts';
import type { QueueView } from '../../../dead-letters/queues.ts';
import type { Redriven } from '../../../dead-letters/redrive.ts';

/** A queue that SQS refuses to read, with the name of its error. */
export interface NotReadable {
  readonly notReadable: string;
}

/** The queues of this system, and access to the dead letters. */
export interface Queues {
  all(): Promise<readonly QueueView[]>;
  deadLetterQueues(): Promise<readonly DeadLetterQueue[]>;
  /** Reads at most `limit` dead letters and leaves them in the queue. */
  read(queue: DeadLetterQueue, limit: number): Promise<readonly DeadLetter[] | NotReadable>;
  /** Tries to send back at most `limit` dead letters. */
  redrive(queue: DeadLetterQueue, limit: number): Promise<Redriven | NotReadable>;
}
