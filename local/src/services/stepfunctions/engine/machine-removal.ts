import type { Kernel } from '../../../core/kernel.ts';
import type { Tables } from '../store/tables.ts';

/**
 * State machines on their way out: as on AWS they are DELETING while executions of theirs run, each of which is stopped
 * at its next step, and gone after the last one.
 */
export class MachineRemoval {
  readonly #kernel: Kernel;
  readonly #tables: Tables;
  readonly #underWay = new Set<string>();

  constructor(kernel: Kernel, tables: Tables) {
    this.#kernel = kernel;
    this.#tables = tables;
  }

  /** Takes up the removals that the last process left. */
  resume(): void {
    for (const machineArn of this.#tables.machines.deleting()) this.begin(machineArn);
  }

  begin(machineArn: string): void {
    this.#underWay.add(machineArn);
    this.executionEnded(machineArn);
  }

  isUnderWay(machineArn: string): boolean {
    return this.#underWay.has(machineArn);
  }

  executionEnded(machineArn: string): void {
    const { executions, machines } = this.#tables;
    if (!this.#underWay.has(machineArn) || executions.runningOf(machineArn).length > 0) return;
    this.#underWay.delete(machineArn);
    const { inflight, store, log } = this.#kernel;
    const removed = store
      .write(() => machines.removeIfDeleting(machineArn))
      .catch((error: unknown) => log.warn('A state machine was not removed.', { machineArn, error: String(error) }));
    void inflight.track(removed);
  }
}
