import { stateMachineNameIn } from '../arns.ts';
import type { StateMachine } from '../interpreter/contract.ts';
import { parseStateMachine } from '../interpreter/parse-state-machine.ts';
import type { StateMachines, StateMachineType } from '../store/state-machines.ts';

const MAX_PARSED = 500;
/** AWS ends an Express execution after five minutes. */
const EXPRESS_SECONDS = 300;

/** Caches parsed definitions by revision. An execution uses the revision with which it started. */
export class StateMachineCache {
  readonly #stateMachines: StateMachines;
  readonly #parsed = new Map<number, StateMachine>();

  constructor(stateMachines: StateMachines) {
    this.#stateMachines = stateMachines;
  }

  get(revision: number, type: StateMachineType): StateMachine {
    const known = this.#parsed.get(revision);
    if (known) return known;
    const { definition, stateMachineArn } = this.#stateMachines.revision(revision);
    const stateMachine = withExpressLimit(
      parseStateMachine(definition, stateMachineArn, stateMachineNameIn(stateMachineArn), type),
    );
    if (this.#parsed.size >= MAX_PARSED) this.#parsed.clear();
    this.#parsed.set(revision, stateMachine);
    return stateMachine;
  }
}

const withExpressLimit = (stateMachine: StateMachine): StateMachine =>
  stateMachine.type === 'STANDARD'
    ? stateMachine
    : { ...stateMachine, timeoutSeconds: Math.min(stateMachine.timeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
