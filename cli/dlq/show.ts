import { aboutLetter, aboutText } from '../../dead-letters/about.ts';
import { causeOf } from '../../dead-letters/cause.ts';
import type { DeadLetterQueue } from '../../dead-letters/find.ts';
import { type Letter, readLetters } from '../../dead-letters/letter.ts';
import { wayBack, wayBackText } from '../../dead-letters/way-back.ts';
import type { OperatorDesk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { age } from '../terminal/durations.ts';
import { tableLines } from '../terminal/table.ts';
import { READ_AT_MOST } from './list.ts';
import { deadLetterQueueNamed } from './queue-named.ts';

/** `apps dlq show <queue>`. */
export async function showDeadLetters(desk: OperatorDesk, name: string): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queue = await deadLetterQueueNamed(clients, name);
  const letters = await readLetters(clients.sqs, queue.url, READ_AT_MOST);
  screen.json({ queue: name, messages: letters.map((letter) => documentOf(letter, queue)) });
  if (letters.length === 0) screen.say(`${name} is empty.`);
  else
    screen.say(
      ...tableLines(
        COLUMNS,
        letters.map((letter) => rowOf(letter, queue, desk.now())),
        screen.width,
      ),
    );
  return EXIT.done;
}

function documentOf(letter: Letter, queue: DeadLetterQueue) {
  const { id, sentAt, receiveCount } = letter;
  const redrive = wayBackText(wayBack(letter, queue));
  return { id, sentAt, receiveCount, about: aboutLetter(letter), cause: causeOf(letter), redrive };
}

const COLUMNS = [
  { heading: 'MESSAGE' },
  { heading: 'AGE' },
  { heading: 'ABOUT' },
  { heading: 'REDRIVE' },
  { heading: 'CAUSE' },
];

function rowOf(letter: Letter, queue: DeadLetterQueue, now: Date): readonly string[] {
  const { code, message } = causeOf(letter);
  const about = aboutText(aboutLetter(letter));
  return [letter.id, age(letter.sentAt, now), about, wayBackText(wayBack(letter, queue)), `${code}: ${message}`];
}
