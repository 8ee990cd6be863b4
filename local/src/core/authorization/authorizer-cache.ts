import { createHash } from 'node:crypto';

interface Kept<Result> {
  readonly result: Result;
  /** Milliseconds since the epoch on the runtime's clock. */
  readonly untilMs: number;
  readonly bytes: number;
}

/** An answer for API Gateway has at most 8 KB. */
const MAX_RESULTS = 1_000;
/** An answer for AppSync has up to 5 MB, so the number alone does not limit the memory. */
const MAX_BYTES = 8 * 2 ** 20;

/**
 * The results of Lambda authorizers, in memory: at most 1,000 and 8 MiB, of which the oldest is removed first. It keeps
 * hashes of the keys, because keys contain tokens.
 */
export class AuthorizerCache<Result> {
  readonly #kept = new Map<string, Kept<Result>>();
  #bytes = 0;

  find(key: readonly string[], nowMs: number): Result | undefined {
    const hash = hashOf(key);
    const kept = this.#kept.get(hash);
    if (!kept) return undefined;
    if (nowMs < kept.untilMs) return kept.result;
    this.#remove(hash);
    return undefined;
  }

  keep(key: readonly string[], result: Result, untilMs: number): void {
    const hash = hashOf(key);
    const bytes = Buffer.byteLength(JSON.stringify(result));
    this.#remove(hash);
    this.#kept.set(hash, { result, untilMs, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_RESULTS && this.#bytes <= MAX_BYTES) return;
      this.#remove(oldest);
    }
  }

  #remove(hash: string): void {
    this.#bytes -= this.#kept.get(hash)?.bytes ?? 0;
    this.#kept.delete(hash);
  }
}

const hashOf = (key: readonly string[]): string => createHash('sha256').update(JSON.stringify(key)).digest('base64');
