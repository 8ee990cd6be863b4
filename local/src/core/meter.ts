/** What AWS would bill, by service and unit, since the start. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts what AWS would bill. Counting is cheap: one addition. */
export class Meter {
  readonly #counts = new Map<string, Map<string, number>>();

  /** `unit` as the service's price list has it, in plain words: `requests`, `GB-seconds`. */
  add(service: string, unit: string, amount: number): void {
    const units = this.#counts.get(service) ?? new Map<string, number>();
    if (units.size === 0) this.#counts.set(service, units);
    units.set(unit, (units.get(unit) ?? 0) + amount);
  }

  usage(): Usage {
    return Object.fromEntries([...this.#counts].map(([service, units]) => [service, Object.fromEntries(units)]));
  }
}
