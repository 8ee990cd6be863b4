/** A fault and the first input that showed it. */
export interface Fault {
  /** Door or subject. */
  readonly subject: string;
  readonly what: string;
  /** The first input that showed it, and the options that repeat it. */
  readonly example: string;
  count: number;
}

/** Collects faults: the same fault of the same subject is one, with a count. */
export class Faults {
  readonly #found = new Map<string, Fault>();

  add(subject: string, what: string, example: string): void {
    const key = `${subject}\n${what}`;
    const known = this.#found.get(key);
    if (known) known.count += 1;
    else this.#found.set(key, { subject, what, example, count: 1 });
  }

  list(): readonly Fault[] {
    return [...this.#found.values()];
  }
}
