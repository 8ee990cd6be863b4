import { machineNameIn } from '../arns.ts';
import type { Machine } from '../interpreter/contract.ts';
import { parseMachine } from '../interpreter/parse-machine.ts';
import type { Machines, MachineType } from '../store/machines.ts';

const MAX_PARSED = 500;
/** AWS ends an Express execution after five minutes. */
const EXPRESS_SECONDS = 300;

/** Parsed definitions by revision, since executions run by the revision they started with. */
export class MachineCache {
  readonly #machines: Machines;
  readonly #parsed = new Map<number, Machine>();

  constructor(machines: Machines) {
    this.#machines = machines;
  }

  get(revision: number, type: MachineType): Machine {
    const known = this.#parsed.get(revision);
    if (known) return known;
    const { definition, machineArn } = this.#machines.revision(revision);
    const machine = withExpressLimit(parseMachine(definition, machineArn, machineNameIn(machineArn), type));
    if (this.#parsed.size >= MAX_PARSED) this.#parsed.clear();
    this.#parsed.set(revision, machine);
    return machine;
  }
}

const withExpressLimit = (machine: Machine): Machine =>
  machine.type === 'STANDARD'
    ? machine
    : { ...machine, timeoutSeconds: Math.min(machine.timeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
