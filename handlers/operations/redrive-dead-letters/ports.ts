import type { DeadLetter } from '../../../repair/dead-letters/dead-letter.ts';
import type { DeadLetterQueue } from '../../../repair/dead-letters/find.ts';
import type { QueueView } from '../../../repair/dead-letters/queues.ts';
import type { Choice, Redriven } from '../../../repair/dead-letters/redrive.ts';

/** Says that SQS refused to read a queue. `notReadable` is the name of the error. */
export interface NotReadable {
  readonly notReadable: string;
}

/** Access to this system's queues and to their dead-letter messages. */
export interface Queues {
  all(): Promise<readonly QueueView[]>;
  deadLetterQueues(): Promise<readonly DeadLetterQueue[]>;
  /** Reads at most `limit` dead-letter messages without deleting them. */
  read(queue: DeadLetterQueue, limit: number): Promise<readonly DeadLetter[] | NotReadable>;
  /**
   * Sends the chosen dead-letter messages to their source again. The case files of their applications say that `who` did it.
   */
  redrive(queue: DeadLetterQueue, who: string, choice: Choice): Promise<Redriven | NotReadable>;
}
