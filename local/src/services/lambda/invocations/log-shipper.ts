import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole, type Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as logs from '../../logs/operations.ts';
import { asLambda } from '../functions/function-name.ts';

/** How long lines are collected before they are sent in one batch. Wall-clock time. */
const GATHER_MS = 250;
/** PutLogEvents accepts at most 1 MiB per call, with 26 extra bytes counted per event. */
const MAX_BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const MAX_EVENT_CHARACTERS = 250_000;
/** Maximum backlog per stream. Further lines are dropped, and one log line reports their number. */
const MAX_WAITING_CHARACTERS = 8_000_000;

export interface Stream {
  readonly group: string;
  readonly name: string;
  readonly role: string;
  readonly functionName: string;
}

interface Waiting {
  readonly stream: Stream;
  events: logs.InputLogEvent[];
  characters: number;
  dropped: number;
}

/**
 * Sends function logs to CloudWatch Logs with the function's role, in the background: invocations never wait for it. As
 * on AWS, lines that were not sent are lost if the process is killed.
 */
export class LogShipper {
  readonly #kernel: Kernel;
  readonly #buffers = new Map<string, Waiting>();
  readonly #complained = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  write(stream: Stream, message: string): void {
    const key = `${stream.group}\n${stream.name}`;
    let buffer = this.#buffers.get(key);
    if (!buffer) {
      buffer = { stream, events: [], characters: 0, dropped: 0 };
      this.#buffers.set(key, buffer);
    }
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
    if (buffer.characters > MAX_WAITING_CHARACTERS) {
      buffer.dropped += 1;
      return;
    }
    const timestamp = this.#kernel.clock.now();
    for (let at = 0; at < message.length; at += MAX_EVENT_CHARACTERS)
      buffer.events.push({ timestamp, message: message.slice(at, at + MAX_EVENT_CHARACTERS) });
    buffer.characters += message.length;
  }

  /** Sends the collected lines; resolves when the log service has stored them. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const buffers = [...this.#buffers.values()];
    this.#buffers.clear();
    this.#sending = this.#sending.then(async () => {
      for (const buffer of buffers) await this.#send(buffer);
    });
    return this.#sending;
  }

  async #send({ stream, events, dropped }: Waiting): Promise<void> {
    if (!this.#kernel.services.has(logs.putLogEvents)) return;
    const caller = assumedRole(stream.role, stream.functionName, asLambda(this.#kernel.home, stream.functionName));
    const timestamp = this.#kernel.clock.now();
    if (dropped > 0)
      events.push({
        timestamp,
        message: `${dropped} log entries were dropped: the function wrote faster than they were stored.\n`,
      });
    try {
      for (const batch of batches(events)) await this.#put(stream, batch, caller);
    } catch (error) {
      if (this.#complained.has(stream.functionName)) return;
      this.#complained.add(stream.functionName);
      const code = error instanceof AwsError ? error.code : 'InternalFailure';
      this.#kernel.log.warn(
        'The log lines of a function could not be stored. Check the logs permissions of its role.',
        { function: stream.functionName, code },
      );
    }
  }

  async #put(stream: Stream, logEvents: logs.InputLogEvent[], caller: Caller): Promise<void> {
    const { services } = this.#kernel;
    const names = { logGroupName: stream.group, logStreamName: stream.name };
    try {
      await services.call(logs.putLogEvents, { ...names, logEvents }, caller);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
      await services.call(logs.createLogStream, names, caller).catch(async () => {
        await services.call(logs.createLogGroup, { logGroupName: stream.group }, caller);
        await services.call(logs.createLogStream, names, caller);
      });
      await services.call(logs.putLogEvents, { ...names, logEvents }, caller);
    }
  }
}

const batches = (events: readonly logs.InputLogEvent[]): logs.InputLogEvent[][] => {
  const all: logs.InputLogEvent[][] = [];
  let bytes = MAX_BATCH_BYTES;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (bytes + size > MAX_BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(event);
    bytes += size;
  }
  return all;
};
