import { createHash } from 'node:crypto';

interface Kept<Result> {
  readonly result: Result;
  /** Milliseconds since the epoch on the runtime's clock. */
  readonly untilMs: number;
}

/** An answer has at most 8 KB. */
const MAX_RESULTS = 1_000;

/**
 * The results of Lambda authorizers, in memory: at most 1,000, of which the oldest is removed first. It keeps hashes of
 * the keys, because keys contain tokens.
 */
export class AuthorizerCache<Result> {
  readonly #kept = new Map<string, Kept<Result>>();

  find(key: readonly string[], nowMs: number): Result | undefined {
    const hash = hashOf(key);
    const kept = this.#kept.get(hash);
    if (!kept) return undefined;
    if (nowMs < kept.untilMs) return kept.result;
    this.#kept.delete(hash);
    return undefined;
  }

  keep(key: readonly string[], result: Result, untilMs: number): void {
    const hash = hashOf(key);
    this.#kept.delete(hash);
    this.#kept.set(hash, { result, untilMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_RESULTS && oldest !== undefined) this.#kept.delete(oldest);
  }
}

const hashOf = (key: readonly string[]): string => createHash('sha256').update(JSON.stringify(key)).digest('base64');
