import type { Kernel } from '../../../core/kernel.ts';
import type { Tables } from '../store/tables.ts';

/**
 * State machines that are being deleted. As on AWS, a state machine is DELETING while executions of it run. Each
 * execution is stopped at its next step; the state machine is removed after the last one has ended.
 */
export class StateMachineRemoval {
  readonly #kernel: Kernel;
  readonly #tables: Tables;
  readonly #underWay = new Set<string>();

  constructor(kernel: Kernel, tables: Tables) {
    this.#kernel = kernel;
    this.#tables = tables;
  }

  /** Resumes deletions that were under way before a restart. */
  resume(): void {
    for (const stateMachineArn of this.#tables.stateMachines.deleting()) this.begin(stateMachineArn);
  }

  begin(stateMachineArn: string): void {
    this.#underWay.add(stateMachineArn);
    this.executionEnded(stateMachineArn);
  }

  isUnderWay(stateMachineArn: string): boolean {
    return this.#underWay.has(stateMachineArn);
  }

  executionEnded(stateMachineArn: string): void {
    const { executions, stateMachines } = this.#tables;
    if (!this.#underWay.has(stateMachineArn) || executions.runningOf(stateMachineArn).length > 0) return;
    this.#underWay.delete(stateMachineArn);
    const { inflight, store, log } = this.#kernel;
    const removed = store
      .writeWhenPossible(() => stateMachines.removeIfDeleting(stateMachineArn))
      .catch((error: unknown) =>
        log.warn('A state machine was not removed.', { stateMachineArn, error: String(error) }),
      );
    void inflight.track(removed);
  }
}
