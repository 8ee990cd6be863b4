import { isVersion, readStateMachineArn } from './arns.ts';
import { stateMachineDeleting, stateMachineDoesNotExist } from './errors.ts';
import type { Route } from './store/aliases.ts';
import type { StateMachineRow } from './store/state-machines.ts';
import type { Tables } from './store/tables.ts';

/** A state machine with the revision that an execution runs. */
export interface Runnable {
  readonly stateMachine: StateMachineRow;
  readonly revision: number;
  readonly versionArn: string | null;
  readonly aliasArn: string | null;
}

/** The state machine of an unqualified ARN. Throws InvalidArn, StateMachineDoesNotExist. */
export const requireStateMachine = ({ stateMachines }: Tables, arn: string): StateMachineRow => {
  const stateMachine = readStateMachineArn(arn).qualifier === undefined ? stateMachines.byArn(arn) : undefined;
  if (!stateMachine) throw stateMachineDoesNotExist(arn);
  return stateMachine;
};

/** Like `requireStateMachine`; also throws StateMachineDeleting if the state machine is being deleted. */
export const requireActiveStateMachine = (tables: Tables, arn: string): StateMachineRow => {
  const stateMachine = requireStateMachine(tables, arn);
  if (stateMachine.status === 'DELETING') throw stateMachineDeleting(arn);
  return stateMachine;
};

/**
 * Resolves the ARN of a state machine, version or alias to a revision. For an alias, `number` (in [0, 1)) selects the
 * version by weight. Throws InvalidArn, StateMachineDoesNotExist and StateMachineDeleting.
 */
export const requireRunnable = (tables: Tables, arn: string, number: () => number): Runnable => {
  const { stateMachineArn, qualifier } = readStateMachineArn(arn);
  const stateMachine = tables.stateMachines.byArn(stateMachineArn);
  if (!stateMachine) throw stateMachineDoesNotExist(arn);
  if (stateMachine.status === 'DELETING') throw stateMachineDeleting(stateMachineArn);
  if (qualifier === undefined)
    return { stateMachine, revision: stateMachine.revision, versionArn: null, aliasArn: null };
  const aliasArn = isVersion(qualifier) ? null : arn;
  const versionArn = aliasArn === null ? arn : chosen(tables.aliases.byArn(arn)?.routes ?? [], number());
  const version = tables.versions.byArn(versionArn ?? '');
  if (!version) throw stateMachineDoesNotExist(arn);
  return { stateMachine, revision: version.revision, versionArn: version.arn, aliasArn };
};

const chosen = (routes: readonly Route[], number: number): string | undefined => {
  let passed = 0;
  return routes.find(({ weight }) => {
    passed += weight;
    return number * 100 < passed;
  })?.stateMachineVersionArn;
};
