import type { MachineRow } from './store/machines.ts';
import type { Tables } from './store/tables.ts';
import type { VersionRow } from './store/versions.ts';

/** Inside a work: the version of the machine's present revision, made where the newest one is another. */
export const publishVersion = (
  { machines, versions }: Tables,
  machine: MachineRow,
  { description, nowMs }: { readonly description: string | undefined; readonly nowMs: number },
): VersionRow => {
  const newest = versions.newest(machine.arn);
  if (newest?.revision === machine.revision) return newest;
  const version = {
    arn: `${machine.arn}:${machine.nextVersion}`,
    machineArn: machine.arn,
    number: machine.nextVersion,
    revision: machine.revision,
    description: description ?? null,
    createdMs: nowMs,
  };
  versions.insert(version);
  machines.put({ ...machine, nextVersion: machine.nextVersion + 1 });
  return version;
};
