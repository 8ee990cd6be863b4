import { type CauseGroup, groupByCause } from '../../repair/dead-letters/cause.ts';
import { readDeadLetters } from '../../repair/dead-letters/dead-letter.ts';
import { type DeadLetterQueue, findDeadLetterQueues } from '../../repair/dead-letters/find.ts';
import { refusalOf } from '../../repair/dead-letters/queues.ts';
import { showing } from '../api/pages.ts';
import type { Clients } from '../clients.ts';
import type { OperatorDesk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { BUS } from '../system-names.ts';
import { age } from '../terminal/durations.ts';
import { tableLines } from '../terminal/table.ts';

/** Maximum number of messages per queue that are read to show their causes. */
export const READ_AT_MOST = 1_000;

interface Listed {
  readonly queue: DeadLetterQueue;
  readonly causes: readonly CauseGroup[];
}

/** `apps dlq list`. */
export async function listDeadLetters(desk: OperatorDesk): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queues = await findDeadLetterQueues(clients, BUS);
  const listed = await Promise.all(queues.map((queue) => readCauses(clients, queue)));
  const now = await desk.now();
  screen.json({ queues: listed.map(documentOf) });
  screen.print(
    ...tableLines(
      COLUMNS,
      listed.flatMap((one) => rowsOf(one, now)),
      screen.width,
    ),
    '',
    showing(queues.length, queues.length),
  );
  return EXIT.done;
}

/** Reads the causes of a queue's messages. If SQS refuses, the result has no causes. */
async function readCauses({ sqs }: Clients, queue: DeadLetterQueue): Promise<Listed> {
  try {
    const deadLetters = queue.waiting ? await readDeadLetters(sqs, queue.url, READ_AT_MOST) : [];
    return { queue, causes: groupByCause(deadLetters) };
  } catch (error) {
    const notReadable = refusalOf(error);
    if (notReadable === undefined) throw error;
    return { queue: { ...queue, notReadable }, causes: [] };
  }
}

function documentOf({ queue: { name, waiting, inFlight, notReadable }, causes }: Listed) {
  return { queue: name, waiting, inFlight, ...(notReadable !== undefined && { notReadable }), causes };
}

const COLUMNS = [
  { heading: 'QUEUE' },
  { heading: 'MESSAGES', align: 'right' },
  { heading: 'OLDEST' },
  { heading: 'CAUSE' },
] as const;

function rowsOf({ queue, causes }: Listed, now: Date): readonly string[][] {
  if (queue.notReadable !== undefined) return [[queue.name, '', '', `not readable: ${queue.notReadable}`]];
  if (causes.length === 0) return [[queue.name, String(queue.waiting), '', inFlightText(queue)]];
  return causes.map(({ code, message, count, oldest }, index) => [
    index === 0 ? queue.name : '',
    String(count),
    age(oldest, now),
    message === '' ? code : `${code}: ${message}`,
  ]);
}

function inFlightText({ inFlight = 0 }: DeadLetterQueue): string {
  return inFlight === 0 ? '' : `${inFlight} in flight: received, but not deleted yet`;
}
