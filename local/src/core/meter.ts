/** Billable units since the start, by service and unit. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts billable units. */
export class Meter {
  readonly #counts = new Map<string, Map<string, number>>();

  /** `unit` as in the service's price list, e.g. `requests`, `GB-seconds`. */
  add(service: string, unit: string, amount: number): void {
    const units = this.#counts.get(service) ?? new Map<string, number>();
    if (units.size === 0) this.#counts.set(service, units);
    units.set(unit, (units.get(unit) ?? 0) + amount);
  }

  usage(): Usage {
    return Object.fromEntries([...this.#counts].map(([service, units]) => [service, Object.fromEntries(units)]));
  }
}
