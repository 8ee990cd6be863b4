import type { DeadLetter } from '../../../dead-letters/dead-letter.ts';
import type { DeadLetterQueue } from '../../../dead-letters/find.ts';
import type { QueueView } from '../../../dead-letters/queues.ts';
import type { Redriven } from '../../../dead-letters/redrive.ts';

/** The queues of the account, and what is in those for dead letters. */
export interface Queues {
  all(): Promise<readonly QueueView[]>;
  deadLetterQueues(): Promise<readonly DeadLetterQueue[]>;
  /** Leaves them where they are. */
  read(queue: DeadLetterQueue, limit: number): Promise<readonly DeadLetter[]>;
  redrive(queue: DeadLetterQueue, limit: number): Promise<Redriven>;
}
