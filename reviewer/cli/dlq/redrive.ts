import { type Consent, confirm, type Desk } from '../desk.ts';
import { EXIT, type ExitCode } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';
import { causeOf } from './cause.ts';
import { type DeadLetterQueue, findDeadLetterQueue } from './find.ts';
import { type Letter, putBack, readLetters, takeLetters } from './letter.ts';
import { READ_AT_MOST } from './list.ts';
import { moveBack } from './move.ts';
import { type Refusal, sendBack } from './send-back.ts';
import { wayBack, wayBackText } from './way-back.ts';

export interface RedriveOptions extends Consent {
  readonly dryRun?: boolean;
}

interface Result {
  readonly sentBack: number;
  /** How many stay, by reason. */
  readonly refused: { readonly [reason: Refusal]: number };
}

/** `apps dlq redrive <queue>`. */
export async function redriveDeadLetters(desk: Desk, name: string, options: RedriveOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const queue = await findDeadLetterQueue(clients, name);
  const letters = await readLetters(clients.sqs, queue.url, READ_AT_MOST);
  const plan = planOf(letters, queue);
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
  const result = await redrive(
    desk,
    queue,
    letters.every((letter) => wayBack(letter, queue).kind === 'queue'),
  );
  return summarize(desk, name, result);
}

function tell({ screen }: Desk, text: string, document: unknown): ExitCode {
  screen.json(document);
  screen.say(text);
  return EXIT.done;
}

const COLUMNS = [{ heading: 'MESSAGES', align: 'right' }, { heading: 'REDRIVE' }, { heading: 'CAUSE' }] as const;

interface PlanLine {
  readonly count: number;
  readonly way: string;
  readonly cause: string;
}

/** The letters by where they go and why they are there. */
export function planOf(letters: readonly Letter[], queue: DeadLetterQueue): readonly PlanLine[] {
  const lines = new Map<string, PlanLine>();
  for (const letter of letters) {
    const { code, message } = causeOf(letter);
    const line = { way: wayBackText(wayBack(letter, queue)), cause: `${code}: ${message}` };
    const key = `${line.way}\n${line.cause}`;
    lines.set(key, { ...line, count: (lines.get(key)?.count ?? 0) + 1 });
  }
  return [...lines.values()];
}

async function redrive({ clients }: Desk, queue: DeadLetterQueue, isOfQueuesOnly: boolean): Promise<Result> {
  const moved = isOfQueuesOnly ? await moveBack(clients.sqs, queue) : undefined;
  if (moved !== undefined) return { sentBack: moved, refused: {} };
  const refused: Record<Refusal, number> = {};
  const left: Letter[] = [];
  let sentBack = 0;
  for (let letters = await takeSome(); letters.length > 0; letters = await takeSome()) {
    for (const letter of letters) {
      const refusal = await sendBack(clients, queue, { letter, way: wayBack(letter, queue) });
      if (refusal === undefined) sentBack += 1;
      else {
        left.push(letter);
        refused[refusal] = (refused[refusal] ?? 0) + 1;
      }
    }
  }
  await putBack(clients.sqs, queue.url, left);
  return { sentBack, refused };

  /** What was refused stays hidden until all have been tried; one that comes again is not tried again. */
  async function takeSome(): Promise<readonly Letter[]> {
    const letters = await takeLetters(clients.sqs, queue.url, AT_ONCE);
    const known = new Set(left.map(({ id }) => id));
    return letters.filter(({ id }) => !known.has(id));
  }
}

/** Few enough to be sent within the minute that they are hidden. */
const AT_ONCE = 10;

function summarize({ screen }: Desk, queue: string, { sentBack, refused }: Result): ExitCode {
  const reasons = Object.entries(refused);
  screen.json({ queue, sentBack, refused });
  screen.say(`${countText(sentBack)} sent back.`);
  for (const [reason, count] of reasons) screen.say(`${countText(count)} left in ${queue}: ${reason}`);
  return reasons.length === 0 ? EXIT.done : EXIT.failed;
}

function countText(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
