import { readLetters } from '../../dead-letters/letter.ts';
import { planOf } from '../../dead-letters/plan.ts';
import { type Redriven, redriveLetters } from '../../dead-letters/redrive.ts';
import { wayBack } from '../../dead-letters/way-back.ts';
import { type Consent, confirm, type Desk, type OperatorDesk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';
import { READ_AT_MOST } from './list.ts';
import { moveBack } from './move.ts';
import { deadLetterQueueNamed } from './queue-named.ts';

export interface RedriveOptions extends Consent {
  readonly dryRun?: boolean;
}

/** `apps dlq redrive <queue>`. */
export async function redriveDeadLetters(desk: OperatorDesk, name: string, options: RedriveOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queue = await deadLetterQueueNamed(clients, name);
  const letters = await readLetters(clients.sqs, queue.url, READ_AT_MOST);
  const plan = planOf(letters, queue).map(({ count, way, cause }) => ({ count, way, cause }));
  if (letters.length === 0) return tell(desk, `${name} is empty: there is nothing to redrive.`, { queue: name, plan });
  screen.say(
    ...tableLines(
      COLUMNS,
      plan.map(({ count, way, cause }) => [String(count), way, cause]),
      screen.width,
    ),
  );
  if (options.dryRun === true) return tell(desk, 'Nothing was changed.', { queue: name, plan });
  await confirm(desk, `Redrive ${countText(letters.length)} of ${name}?`, options);
  const moved = letters.every((letter) => wayBack(letter, queue).kind === 'queue')
    ? await moveBack(clients.sqs, queue)
    : undefined;
  const result = moved === undefined ? await redriveLetters(clients, queue) : { sentBack: moved, refused: {} };
  return summarize(desk, name, result);
}

function tell({ screen }: Desk, text: string, document: unknown): ExitCode {
  screen.json(document);
  screen.say(text);
  return EXIT.done;
}

const COLUMNS = [{ heading: 'MESSAGES', align: 'right' }, { heading: 'REDRIVE' }, { heading: 'CAUSE' }] as const;

function summarize({ screen }: Desk, queue: string, { sentBack, refused }: Redriven): ExitCode {
  const reasons = Object.entries(refused);
  screen.json({ queue, sentBack, refused });
  screen.say(`${countText(sentBack)} sent back.`);
  for (const [reason, count] of reasons) screen.say(`${countText(count)} left in ${queue}: ${reason}`);
  return reasons.length === 0 ? EXIT.done : EXIT.failed;
}

function countText(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
