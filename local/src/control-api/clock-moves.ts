import type { ServerResponse } from 'node:http';
import { AwsError } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import type { NodePathHandler } from '../core/path-handler.ts';
import { parseJsonObject, readBody } from '../core/protocols/body.ts';

const MAX_ADVANCE_SECONDS = 100 * 365 * 86_400;
const MAX_BODY_BYTES = 4_096;
/** Interval between two progress lines. Wall-clock time. */
const PROGRESS_MS = 250;

/** Time of the runtime's clock, and the target of a move in progress. */
export interface ClockState {
  /** ISO 8601. */
  readonly now: string;
  readonly aheadSeconds: number;
  /** ISO 8601; only while the clock moves. */
  readonly movingTo?: string;
}

/** Moves the runtime's clock. Clients can follow and cancel a move. */
export class ClockMoves {
  readonly #kernel: Pick<Kernel, 'clock' | 'timers'>;
  readonly #moves = new Map<AbortController, number>();

  constructor(kernel: Pick<Kernel, 'clock' | 'timers'>) {
    this.#kernel = kernel;
  }

  state(): ClockState {
    const { clock } = this.#kernel;
    const targetMs = Math.max(...this.#moves.values());
    return {
      now: isoTime(clock.now()),
      aheadSeconds: Math.round(clock.offsetMs() / 1000),
      ...(this.#moves.size > 0 && { movingTo: isoTime(targetMs) }),
    };
  }

  /** Reads `{"advanceSeconds": n}`. Throws ValidationException. */
  readSeconds(body: Buffer): number {
    const { advanceSeconds } = parseJsonObject(body);
    if (typeof advanceSeconds === 'number' && advanceSeconds >= 0 && advanceSeconds <= MAX_ADVANCE_SECONDS)
      return advanceSeconds;
    throw new AwsError(
      'ValidationException',
      `advanceSeconds must be a number from 0 to ${MAX_ADVANCE_SECONDS}, e.g. {"advanceSeconds": 3600}.`,
    );
  }

  /** Resolves when the move ends, or when `signal` or `cancelAll` has cancelled it. */
  async advance(seconds: number, signal: AbortSignal): Promise<ClockState> {
    const { clock, timers } = this.#kernel;
    const move = new AbortController();
    this.#moves.set(move, clock.now() + seconds * 1000);
    try {
      await timers.advance(seconds * 1000, AbortSignal.any([signal, move.signal]));
    } finally {
      this.#moves.delete(move);
    }
    return this.state();
  }

  cancelAll(): void {
    for (const move of this.#moves.keys()) move.abort();
  }
}

/**
 * `POST /_local/clock?progress`: like `POST /_local/clock`, but writes four lines per second while the clock moves.
 * Each line is a ClockState as JSON; the last one has no `movingTo`. If the client closes the connection, the move is
 * cancelled.
 */
export const createClockProgressHandler = (moves: ClockMoves): NodePathHandler => ({
  prefix: '/_local/clock?progress',
  serve: async (request, response) => {
    if (request.method !== 'POST') throw new AwsError('NotFound', 'Use POST.', { statusCode: 404 });
    await follow(moves, moves.readSeconds(await readBody(request, MAX_BODY_BYTES)), response);
  },
});

const follow = async (moves: ClockMoves, seconds: number, response: ServerResponse): Promise<void> => {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const tell = () => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify(moves.state())}\n`);
  };
  const progress = setInterval(tell, PROGRESS_MS);
  try {
    await moves.advance(seconds, gone.signal);
  } finally {
    clearInterval(progress);
  }
  if (response.destroyed) return;
  tell();
  response.end();
};

const isoTime = (ms: number): string => new Date(ms).toISOString();
