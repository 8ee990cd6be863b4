const SECOND_MS = 1_000;

interface Slot {
  readonly atMs: number;
  readonly token: string;
}

/** The latest invocations of one API destination. */
interface Slots {
  /** Oldest first; some can be in the future. */
  readonly slots: Slot[];
  /** Times of deliveries that wait for them, by the delivery's token. */
  readonly reserved: Map<string, number>;
}

/**
 * The invocation rate limits of the API destinations, on the runtime's clock: no second contains more invocations of a
 * destination than its limit. The limits are kept in memory; a restart begins with unused ones.
 */
export class RateLimits {
  readonly #slots = new Map<string, Slots>();

  /**
   * Reserves a time for the delivery's invocation of the destination `arn`. Returns the time, which is `nowMs` if the
   * destination may be invoked now. A delivery that comes back at its time gets this time.
   */
  reserve(arn: string, perSecond: number, { token, nowMs }: { token: string; nowMs: number }): number {
    const { slots, reserved } = this.#slotsOf(arn);
    const known = reserved.get(token);
    if (known !== undefined) {
      if (known <= nowMs) reserved.delete(token);
      return known;
    }
    for (let oldest = slots[0]; oldest && oldest.atMs <= nowMs - SECOND_MS; oldest = slots[0]) {
      slots.shift();
      // A delivery that was given up never came back for its time.
      reserved.delete(oldest.token);
    }
    const before = slots[slots.length - perSecond];
    const atMs = before ? before.atMs + SECOND_MS : nowMs;
    slots.push({ atMs, token });
    if (atMs > nowMs) reserved.set(token, atMs);
    return atMs;
  }

  /** Forgets a deleted destination. */
  forget(arn: string): void {
    this.#slots.delete(arn);
  }

  #slotsOf(arn: string): Slots {
    const known = this.#slots.get(arn);
    if (known) return known;
    const made: Slots = { slots: [], reserved: new Map() };
    this.#slots.set(arn, made);
    return made;
  }
}
