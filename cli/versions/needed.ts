/** The version of each function that a definition names, by function name. */
export type NamedVersions = ReadonlyMap<string, number>;

const VERSION_ARN = /:function:([\w-]+):(\d+)\b/g;

/** Functions without a version number (definitions from before versions existed) are left out. */
export function versionsNamedIn(definition: string): NamedVersions {
  return new Map([...definition.matchAll(VERSION_ARN)].map(([, name = '', version]) => [name, Number(version)]));
}

/**
 * The first version of each function that a run may still call. Version numbers grow with each deployment, so a run that
 * started later names the same versions or later ones; a deployment that was rolled back leaves the current definition
 * behind the oldest run's. Functions that one of the definitions does not name are left out: all their versions are kept.
 */
export function firstNeeded(current: NamedVersions, oldestRun: NamedVersions): NamedVersions {
  const both = [...current].flatMap(([name, version]) => {
    const earlier = oldestRun.get(name);
    return earlier === undefined ? [] : [[name, Math.min(version, earlier)] as const];
  });
  return new Map(both);
}
