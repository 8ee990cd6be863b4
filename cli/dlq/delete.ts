import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  type DeadLetter,
  putBack,
  readDeadLetters,
  receiveDeadLetters,
} from '../../repair/dead-letters/dead-letter.ts';
import type { DeadLetterQueue } from '../../repair/dead-letters/find.ts';
import { deadLetterTeller } from '../../repair/dead-letters/tell.ts';
import { confirm, mustBeAllowed, type OperatorDesk, type PlanOptions } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { repairerOf } from '../repairer.ts';
import { tableLines } from '../terminal/table.ts';
import { READ_AT_MOST } from './list.ts';
import { messages } from './message-count.ts';
import { deadLetterQueueNamed } from './queue-named.ts';
import { COLUMNS, rowOf } from './show.ts';

export interface DeleteOptions extends PlanOptions {
  /** Ids of the messages to delete, as `apps dlq show` prints them. */
  readonly id?: readonly string[];
  readonly all?: boolean;
}

/**
 * `apps dlq delete <queue>`. Deletes only the messages that it has shown. Messages that arrive later stay in the queue.
 * @throws CommandFailure if neither --id nor --all is given, or if the queue has no message with one of the ids
 */
export async function deleteDeadLetters(desk: OperatorDesk, name: string, options: DeleteOptions): Promise<ExitCode> {
  const { clients, screen } = desk;
  const isDryRun = options.dryRun === true;
  if (!isDryRun) mustBeAllowed(desk, options);
  const queue = await deadLetterQueueNamed(clients, name);
  const chosen = chosenOf(await readDeadLetters(clients.sqs, queue.url, READ_AT_MOST), queue, options);
  const ids = chosen.map(({ id }) => id);
  if (chosen.length === 0 || isDryRun) screen.json({ queue: name, ids, deleted: 0 });
  if (chosen.length === 0) {
    screen.print(`${name} is empty: there is nothing to delete.`);
    return EXIT.done;
  }
  const now = await desk.now();
  const rows = chosen.map((deadLetter) => rowOf(deadLetter, queue, now));
  screen.print(...tableLines(COLUMNS, rows, screen.width));
  if (isDryRun) {
    screen.print('Nothing was changed.');
    return EXIT.done;
  }
  await confirm(desk, `Delete ${messages(chosen.length)} of ${name}? This cannot be undone.`, options);
  const tellCaseFile = deadLetterTeller(await repairerOf(desk), { kind: 'DEAD_LETTER_DELETED', queue: name });
  for (const deadLetter of chosen) await tellCaseFile(deadLetter);
  const deleted = await deleteByIds(clients.sqs, queue.url, new Set(ids));
  screen.json({ queue: name, ids, deleted });
  screen.print(`${messages(deleted)} deleted.`);
  if (deleted === chosen.length) return EXIT.done;
  screen.fail(`${messages(chosen.length - deleted)} could not be received; look again: apps dlq show ${name}`);
  return EXIT.failed;
}

function chosenOf(
  found: readonly DeadLetter[],
  { name }: DeadLetterQueue,
  { id: ids = [], all }: DeleteOptions,
): readonly DeadLetter[] {
  if (all === true) return found;
  if (ids.length === 0)
    throw new CommandFailure(EXIT.usage, 'Give --id with message ids (apps dlq show lists them), or --all.');
  const missing = ids.filter((id) => !found.some((deadLetter) => deadLetter.id === id));
  if (missing.length > 0)
    throw new CommandFailure(EXIT.notFound, `${name} has no message ${missing.join(', ')}; nothing was changed.`);
  return found.filter(({ id }) => ids.includes(id));
}

/** SQS accepts at most this many entries in a batch. */
const BATCH = 10;

/**
 * Deletes the messages with these ids and returns their number. Receives all messages again first, because a receipt
 * handle is valid only while its message is hidden. The other messages become visible again immediately.
 */
async function deleteByIds(sqs: SQSClient, QueueUrl: string, ids: ReadonlySet<string>): Promise<number> {
  const received = await receiveDeadLetters(sqs, QueueUrl, READ_AT_MOST);
  await putBack(
    sqs,
    QueueUrl,
    received.filter(({ id }) => !ids.has(id)),
  );
  const doomed = received.filter(({ id }) => ids.has(id));
  let deleted = 0;
  for (let at = 0; at < doomed.length; at += BATCH) {
    const Entries = doomed
      .slice(at, at + BATCH)
      .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
    const { Successful = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    deleted += Successful.length;
  }
  return deleted;
}
