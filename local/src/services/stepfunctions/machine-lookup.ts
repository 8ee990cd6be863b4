import { isVersion, readMachineArn } from './arns.ts';
import { stateMachineDeleting, stateMachineDoesNotExist } from './errors.ts';
import type { Route } from './store/aliases.ts';
import type { MachineRow } from './store/machines.ts';
import type { Tables } from './store/tables.ts';

/** What a start runs: a state machine at a revision. */
export interface Runnable {
  readonly machine: MachineRow;
  readonly revision: number;
  readonly versionArn: string | null;
  readonly aliasArn: string | null;
}

/** The machine of an unqualified ARN. Throws InvalidArn, StateMachineDoesNotExist. */
export const requireMachine = ({ machines }: Tables, arn: string): MachineRow => {
  const machine = readMachineArn(arn).qualifier === undefined ? machines.byArn(arn) : undefined;
  if (!machine) throw stateMachineDoesNotExist(arn);
  return machine;
};

/** As `requireMachine`; throws StateMachineDeleting for one on its way out. */
export const requireActiveMachine = (tables: Tables, arn: string): MachineRow => {
  const machine = requireMachine(tables, arn);
  if (machine.status === 'DELETING') throw stateMachineDeleting(arn);
  return machine;
};

/** What an ARN of a machine, version or alias starts; an alias chooses by its weights and `number` in [0, 1). */
export const requireRunnable = (tables: Tables, arn: string, number: () => number): Runnable => {
  const { machineArn, qualifier } = readMachineArn(arn);
  const machine = tables.machines.byArn(machineArn);
  if (!machine) throw stateMachineDoesNotExist(arn);
  if (machine.status === 'DELETING') throw stateMachineDeleting(machineArn);
  if (qualifier === undefined) return { machine, revision: machine.revision, versionArn: null, aliasArn: null };
  const aliasArn = isVersion(qualifier) ? null : arn;
  const versionArn = aliasArn === null ? arn : chosen(tables.aliases.byArn(arn)?.routes ?? [], number());
  const version = tables.versions.byArn(versionArn ?? '');
  if (!version) throw stateMachineDoesNotExist(arn);
  return { machine, revision: version.revision, versionArn: version.arn, aliasArn };
};

const chosen = (routes: readonly Route[], number: number): string | undefined => {
  let passed = 0;
  return routes.find(({ weight }) => {
    passed += weight;
    return number * 100 < passed;
  })?.stateMachineVersionArn;
};
