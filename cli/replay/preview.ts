import { ListReplaysCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../clients.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { PREVIEW } from '../system-names.ts';
import { type Archive, hearingRule } from './archive.ts';
import { type ArchivedEvent, readArchivedEvent } from './archived-event.ts';
import type { Range } from './range.ts';
import { cancelReplay, isEnded, startReplay, viewReplay } from './run-replay.ts';

export interface WantedPreview {
  readonly name: string;
  readonly archive: Archive;
  readonly range: Range;
  /** Called with the number of events received. */
  readonly onProgress: (events: number) => void;
}

const POLL_SECONDS = 1;
/**
 * After this many empty long polls in a row, the queue counts as empty. A long poll queries all servers of the queue.
 */
const QUIET_POLLS = 3;
const RECEIVERS = 3;

/**
 * Replays the time range only to the preview rule, then receives and deletes the events in that rule's queue. Returns
 * each event once, oldest first.
 * @throws CommandFailure if another preview is running, or if this preview fails
 */
export async function preview(clients: Clients, { name, archive, range, onProgress }: WantedPreview) {
  const { events, sqs } = clients;
  const ruleArns = [await hearingRule(events, PREVIEW.rule)];
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: PREVIEW.queue }));
  await refuseBesideAnother(clients);
  await startReplay(events, { name, archive, range, ruleArns });
  const stop = () => void cancelReplay(events, name).finally(() => process.exit(EXIT.failed));
  process.once('SIGINT', stop);
  try {
    const found = new Map<string, ArchivedEvent>();
    for (let quiet = 0; quiet < QUIET_POLLS; ) {
      const hasEnded = await endedWell(clients, name);
      const bodies = (await Promise.all(Array.from({ length: RECEIVERS }, () => take(clients, QueueUrl)))).flat();
      for (const event of bodies.map(readArchivedEvent))
        if (event?.replayName === name) found.set(event.eventId, event);
      onProgress(found.size);
      quiet = hasEnded && bodies.length === 0 ? quiet + 1 : 0;
    }
    return [...found.values()].sort((a, b) => a.timeMs - b.timeMs);
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Refuses a second preview, because concurrent previews share the queue and would receive each other's events. */
async function refuseBesideAnother({ events }: Clients): Promise<void> {
  const { Replays = [] } = await events.send(new ListReplaysCommand({ NamePrefix: PREVIEW.replayPrefix }));
  const running = Replays.find(({ State }) => State === 'STARTING' || State === 'RUNNING');
  if (running === undefined) return;
  const remedy = `wait for it, or: aws events cancel-replay --replay-name ${running.ReplayName}`;
  throw new CommandFailure(EXIT.conflict, `The preview ${running.ReplayName} is running; ${remedy}`);
}

async function endedWell({ events }: Clients, name: string): Promise<boolean> {
  const view = await viewReplay(events, name);
  if (view.state === 'FAILED' || view.state === 'CANCELLED')
    throw new CommandFailure(
      EXIT.failed,
      `The preview ${name} ended ${view.state}${view.reason ? `: ${view.reason}` : ''}.`,
    );
  return isEnded(view);
}

/** Receives and deletes up to ten messages, including old messages of a preview that was interrupted. */
async function take({ sqs }: Clients, QueueUrl: string | undefined): Promise<string[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: POLL_SECONDS });
  const { Messages = [] } = await sqs.send(receive);
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return Messages.map(({ Body = '' }) => Body);
}
