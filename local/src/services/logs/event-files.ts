import { appendFileSync, createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogEvent } from './group.ts';

/** The size at which a new file is started. Retention deletes whole files only. */
const MAX_FILE_BYTES = 4_194_304;
const FILE_NAME = /^(\d{12})\.jsonl$/;

/**
 * The events of one group, as JSON lines `[timestamp, ingested, stream, message]` in append-only files. There is no
 * fsync: logs survive a crash of the process, but not a crash of the host.
 */
export class EventFiles {
  readonly #directory: string;
  /** The file to which events are appended; undefined before the first write of this process. */
  #current: { readonly number: number; bytes: number } | undefined;
  /**
   * Newest timestamp per file, for files that this process has written or read. Files of earlier processes do not
   * change.
   */
  readonly #newestMs = new Map<number, number>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(directory: string) {
    this.#directory = directory;
  }

  append(events: readonly Omit<LogEvent, 'position'>[]): Promise<void> {
    const lines = events.map((event) =>
      JSON.stringify([event.timestampMs, event.ingestedMs, event.stream, event.message]),
    );
    const newestMs = events.reduce((newest, { timestampMs }) => Math.max(newest, timestampMs), 0);
    return this.#inTurn(() => this.#write(`${lines.join('\n')}\n`, newestMs));
  }

  /** Calls `take` with every event, in order of ingestion. */
  scan(take: (event: LogEvent) => void): Promise<void> {
    return this.#inTurn(async () => {
      for (const number of await this.#numbers()) await this.#scanFile(number, take);
    });
  }

  /** Removes the oldest files. Stops at the first file that contains an event at or after `beforeMs`. */
  removeBefore(beforeMs: number): Promise<void> {
    return this.#inTurn(async () => {
      for (const number of await this.#numbers()) {
        if ((await this.#newestIn(number)) >= beforeMs) return;
        this.#newestMs.delete(number);
        await rm(this.#path(number), { force: true });
        if (this.#current?.number === number) this.#current = { number: number + 1, bytes: 0 };
      }
    });
  }

  remove(): Promise<void> {
    return this.#inTurn(async () => {
      this.#current = undefined;
      this.#newestMs.clear();
      await rm(this.#directory, { recursive: true, force: true });
    });
  }

  /** Resolves when all earlier operations have ended. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }

  async #newestIn(number: number): Promise<number> {
    const known = this.#newestMs.get(number);
    if (known !== undefined) return known;
    let newestMs = 0;
    await this.#scanFile(number, ({ timestampMs }) => {
      newestMs = Math.max(newestMs, timestampMs);
    });
    this.#newestMs.set(number, newestMs);
    return newestMs;
  }

  async #write(text: string, newestMs: number): Promise<void> {
    const bytes = Buffer.byteLength(text);
    this.#current ??= await this.#begin();
    if (this.#current.bytes > 0 && this.#current.bytes + bytes > MAX_FILE_BYTES)
      this.#current = { number: this.#current.number + 1, bytes: 0 };
    this.#current.bytes += bytes;
    const { number } = this.#current;
    this.#newestMs.set(number, Math.max(this.#newestMs.get(number) ?? 0, newestMs));
    // The asynchronous function costs ten times the processor time of this short write.
    appendFileSync(this.#path(number), text, { mode: 0o600 });
  }

  /** Starts a new file. Each process does so, because the last line of the previous file can be incomplete. */
  async #begin(): Promise<{ number: number; bytes: number }> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    return { number: ((await this.#numbers()).at(-1) ?? 0) + 1, bytes: 0 };
  }

  async #numbers(): Promise<number[]> {
    if (!existsSync(this.#directory)) return [];
    const names = await readdir(this.#directory);
    return names
      .map((name) => Number(FILE_NAME.exec(name)?.[1]))
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
  }

  #path(number: number): string {
    return join(this.#directory, `${String(number).padStart(12, '0')}.jsonl`);
  }

  async #scanFile(number: number, take: (event: LogEvent) => void): Promise<void> {
    let position = number * MAX_FILE_BYTES;
    for await (const line of createInterface({ input: createReadStream(this.#path(number)) })) {
      position += 1;
      const event = readLine(line, position);
      if (event) take(event);
    }
  }
}

/** Parses a line; undefined if it is incomplete because the process ended while it was written. */
const readLine = (line: string, position: number): LogEvent | undefined => {
  try {
    const [timestampMs, ingestedMs, stream, message] = JSON.parse(line) as [number, number, string, string];
    return { timestampMs, ingestedMs, stream, message, position };
  } catch {
    return undefined;
  }
};
