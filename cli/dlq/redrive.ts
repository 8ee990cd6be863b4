import { readDeadLetters } from '../../repair/dead-letters/dead-letter.ts';
import { planOf } from '../../repair/dead-letters/plan.ts';
import { type Redriven, redriveQueue } from '../../repair/dead-letters/redrive.ts';
import { deadLetterTeller } from '../../repair/dead-letters/tell.ts';
import { confirm, type Desk, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { repairerOf } from '../repairer.ts';
import { tableLines } from '../terminal/table.ts';
import { READ_AT_MOST } from './list.ts';
import { messages } from './message-count.ts';
import { deadLetterQueueNamed } from './queue-named.ts';

/** `apps dlq redrive <queue>`. */
export async function redriveDeadLetters(desk: OperatorDesk, name: string, options: PlanOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queue = await deadLetterQueueNamed(clients, name);
  const deadLetters = await readDeadLetters(clients.sqs, queue.url, READ_AT_MOST);
  const plan = planOf(deadLetters, queue).map(({ count, way, cause }) => ({ count, way, cause }));
  if (deadLetters.length === 0)
    return tell(desk, `${name} is empty: there is nothing to redrive.`, { queue: name, plan });
  screen.print(
    ...tableLines(
      COLUMNS,
      plan.map(({ count, way, cause }) => [String(count), way, cause]),
      screen.width,
    ),
  );
  if (options.dryRun === true) return tell(desk, 'Nothing was changed.', { queue: name, plan });
  await confirm(desk, `Redrive ${messages(deadLetters.length)} of ${name}?`, options);
  const tellCaseFile = deadLetterTeller(await repairerOf(desk), { kind: 'DEAD_LETTER_REDRIVEN', queue: name });
  return summarize(desk, name, await redriveQueue({ clients, tellCaseFile }, queue));
}

function tell({ screen }: Desk, text: string, document: unknown): ExitCode {
  screen.json(document);
  screen.print(text);
  return EXIT.done;
}

const COLUMNS = [{ heading: 'MESSAGES', align: 'right' }, { heading: 'REDRIVE' }, { heading: 'CAUSE' }] as const;

function summarize({ screen }: Desk, queue: string, { sentBack, refused }: Redriven): ExitCode {
  const reasons = Object.entries(refused);
  screen.json({ queue, sentBack, refused });
  screen.print(`${messages(sentBack)} sent back.`);
  for (const [reason, count] of reasons) screen.print(`${messages(count)} left in ${queue}: ${reason}`);
  return reasons.length === 0 ? EXIT.done : EXIT.failed;
}
