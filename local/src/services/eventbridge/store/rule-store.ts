import type { CompiledPattern } from '../../../core/event-pattern/compile-pattern.ts';
import type { Store } from '../../../core/store/store.ts';
import { ruleNotFound } from '../errors.ts';
import { compilePattern } from '../pattern.ts';
import type { Target } from '../target.ts';

export interface Rule {
  readonly bus: string;
  readonly name: string;
  readonly pattern: string | null;
  readonly schedule: string | null;
  readonly state: string;
  readonly description: string | null;
  readonly roleArn: string | null;
  /** The start of the first interval of a rate expression. */
  readonly scheduledFromMs: number;
  /** The AWS service that manages the rule. Rules with this member are not stored. */
  readonly managedBy?: string;
}

/** An enabled rule with its compiled pattern. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly pattern: CompiledPattern;
  readonly targets: readonly Target[];
}

export const isEnabled = ({ state }: Rule): boolean => state !== 'DISABLED';

const COLUMNS =
  'bus, name, pattern, schedule, state, description, role_arn AS roleArn, scheduled_from_ms AS scheduledFromMs';

/**
 * Rules and their targets; keeps the compiled patterns in memory. Methods that write must be called inside a
 * transaction.
 */
export class RuleStore {
  readonly #store: Store;
  readonly #active = new Map<string, readonly ActiveRule[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  find(bus: string, name: string): Rule | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_rules WHERE bus = ? AND name = ?`).get(bus, name) as
      | Rule
      | undefined;
  }

  /** The rule with this name. Throws ResourceNotFoundException. */
  get(bus: string, name: string): Rule {
    const rule = this.find(bus, name);
    if (!rule) throw ruleNotFound(name, bus);
    return rule;
  }

  list(bus: string): readonly Rule[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM eventbridge_rules WHERE bus = ? ORDER BY name`)
      .all(bus) as unknown as Rule[];
  }

  targets(bus: string, rule: string): readonly Target[] {
    return this.#store
      .prepare('SELECT target FROM eventbridge_targets WHERE bus = ? AND rule = ? ORDER BY id')
      .all(bus, rule)
      .map(({ target }) => JSON.parse(String(target)) as Target);
  }

  /** The enabled rules of a bus that have a pattern. */
  active(bus: string): readonly ActiveRule[] {
    const known = this.#active.get(bus);
    if (known) return known;
    const made = this.list(bus).flatMap((rule) => {
      if (!isEnabled(rule) || rule.pattern === null) return [];
      return [{ rule, pattern: compilePattern(rule.pattern), targets: this.targets(bus, rule.name) }];
    });
    this.#active.set(bus, made);
    return made;
  }

  put(rule: Rule): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO eventbridge_rules
          (bus, name, pattern, schedule, state, description, role_arn, scheduled_from_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        rule.bus,
        rule.name,
        rule.pattern,
        rule.schedule,
        rule.state,
        rule.description,
        rule.roleArn,
        rule.scheduledFromMs,
      );
  }

  delete(bus: string, name: string): void {
    this.#store.prepare('DELETE FROM eventbridge_rules WHERE bus = ? AND name = ?').run(bus, name);
    this.#store.prepare('DELETE FROM eventbridge_targets WHERE bus = ? AND rule = ?').run(bus, name);
  }

  putTarget(bus: string, rule: string, target: Target): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO eventbridge_targets (bus, rule, id, target) VALUES (?, ?, ?, ?)')
      .run(bus, rule, target.Id, JSON.stringify(target));
  }

  /** Removes a target. Returns false if there was no target with this id. */
  removeTarget(bus: string, rule: string, id: string): boolean {
    return (
      this.#store.prepare('DELETE FROM eventbridge_targets WHERE bus = ? AND rule = ? AND id = ?').run(bus, rule, id)
        .changes > 0
    );
  }

  /** Runs `work` in a transaction, then reloads the active rules of the bus. */
  async change<T>(bus: string, work: () => T): Promise<T> {
    try {
      return await this.#store.write(work);
    } finally {
      this.#active.delete(bus);
    }
  }
}
