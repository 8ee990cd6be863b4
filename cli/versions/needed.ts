/** The version of each function that a workflow definition calls, by function name. */
export type NamedVersions = ReadonlyMap<string, number>;

const VERSION_ARN = /:function:([\w-]+):(\d+)\b/g;

/** Reads the versions from a definition. Functions without a version number (old definitions) are left out. */
export function versionsNamedIn(definition: string): NamedVersions {
  return new Map([...definition.matchAll(VERSION_ARN)].map(([, name = '', version]) => [name, Number(version)]));
}

/**
 * The lowest version of each function that a run may still call. Version numbers grow with each deployment, so a run
 * that started later calls the same versions or higher ones. After a rollback, the current definition may call lower
 * versions than the oldest run, so the lower number counts. A function that is missing in one of the definitions is
 * left out; all its versions are kept.
 */
export function firstNeeded(current: NamedVersions, oldestRun: NamedVersions): NamedVersions {
  const both = [...current].flatMap(([name, version]) => {
    const earlier = oldestRun.get(name);
    return earlier === undefined ? [] : [[name, Math.min(version, earlier)] as const];
  });
  return new Map(both);
}
