import type { StateMachineRow } from './store/state-machines.ts';
import type { Tables } from './store/tables.ts';
import type { VersionRow } from './store/versions.ts';

/**
 * Returns the version of the state machine's current revision; creates it if the newest version has another revision.
 * Call it inside `store.write`.
 */
export const publishVersion = (
  { stateMachines, versions }: Tables,
  stateMachine: StateMachineRow,
  { description, nowMs }: { readonly description: string | undefined; readonly nowMs: number },
): VersionRow => {
  const newest = versions.newest(stateMachine.arn);
  if (newest?.revision === stateMachine.revision) return newest;
  const version = {
    arn: `${stateMachine.arn}:${stateMachine.nextVersion}`,
    stateMachineArn: stateMachine.arn,
    number: stateMachine.nextVersion,
    revision: stateMachine.revision,
    description: description ?? null,
    createdMs: nowMs,
  };
  versions.insert(version);
  stateMachines.put({ ...stateMachine, nextVersion: stateMachine.nextVersion + 1 });
  return version;
};
