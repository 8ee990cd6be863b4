import { aboutDeadLetter, aboutText } from '../../repair/dead-letters/about.ts';
import { causeOf } from '../../repair/dead-letters/cause.ts';
import { type DeadLetter, readDeadLetters } from '../../repair/dead-letters/dead-letter.ts';
import type { DeadLetterQueue } from '../../repair/dead-letters/find.ts';
import { redriveTargetOf, redriveTargetText } from '../../repair/dead-letters/redrive-target.ts';
import { showing } from '../api/pages.ts';
import type { OperatorDesk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { age } from '../terminal/durations.ts';
import { tableLines } from '../terminal/table.ts';
import { deadLetterQueueNamed } from './queue-named.ts';

/** `apps dlq show <queue>`. It has no pages, because SQS has no cursors; a higher limit shows more messages. */
export async function showDeadLetters(desk: OperatorDesk, name: string, limit: number): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queue = await deadLetterQueueNamed(clients, name);
  const deadLetters = await readDeadLetters(clients.sqs, queue.url, limit);
  const now = await desk.now();
  screen.json({ queue: name, messages: deadLetters.map((deadLetter) => documentOf(deadLetter, queue)) });
  if (deadLetters.length === 0) screen.print(`${name} is empty.`);
  else
    screen.print(
      ...tableLines(
        COLUMNS,
        deadLetters.map((deadLetter) => rowOf(deadLetter, queue, now)),
        screen.width,
      ),
      '',
      showing(deadLetters.length, Math.max(deadLetters.length, queue.waiting ?? 0)),
    );
  return EXIT.done;
}

function documentOf(deadLetter: DeadLetter, queue: DeadLetterQueue) {
  const { id, sentAt, receiveCount } = deadLetter;
  const redrive = redriveTargetText(redriveTargetOf(deadLetter, queue));
  return { id, sentAt, receiveCount, about: aboutDeadLetter(deadLetter), cause: causeOf(deadLetter), redrive };
}

/** Columns of a table of dead-letter messages. */
export const COLUMNS = [
  { heading: 'MESSAGE' },
  { heading: 'AGE' },
  { heading: 'ABOUT' },
  { heading: 'REDRIVE' },
  { heading: 'CAUSE' },
];

/** The table row of one dead-letter message. It contains no data of the applicant. */
export function rowOf(deadLetter: DeadLetter, queue: DeadLetterQueue, now: Date): readonly string[] {
  const { code, message } = causeOf(deadLetter);
  const about = aboutText(aboutDeadLetter(deadLetter));
  return [
    deadLetter.id,
    age(deadLetter.sentAt, now),
    about,
    redriveTargetText(redriveTargetOf(deadLetter, queue)),
    `${code}: ${message}`,
  ];
}
