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
  /** Told how many events have come so far. */
  readonly onProgress: (events: number) => void;
}

const POLL_SECONDS = 1;
/** A long poll asks every server of the queue; so many in a row without a message mean that there is none. */
const QUIET_POLLS = 3;
const RECEIVERS = 3;

/**
 * Replays the range to the preview rule alone and takes what arrives out of its queue: each event once, oldest first.
 * @throws CommandFailure while another preview runs, or when this one failed
 */
export async function preview(clients: Clients, { name, archive, range, onProgress }: WantedPreview) {
  const { events, sqs } = clients;
  const ruleArn = await hearingRule(events, PREVIEW.rule);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: PREVIEW.queue }));
  await refuseBesideAnother(clients);
  await startReplay(events, { name, archive, range, ruleArn });
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

/** Two previews at once would take each other's events. */
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

/** Takes up to ten messages for good; those of an earlier preview that broke off go the same way. */
async function take({ sqs }: Clients, QueueUrl: string | undefined): Promise<string[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: POLL_SECONDS });
  const { Messages = [] } = await sqs.send(receive);
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return Messages.map(({ Body = '' }) => Body);
}
