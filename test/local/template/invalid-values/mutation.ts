import type { PropertyTable, ResourceType } from '../../../../local/src/core/cloudformation/resource-type.ts';
import { isList, isObject, type Value, type ValueObject } from '../../../../local/src/core/cloudformation/value.ts';
import { findReferences } from '../../../../local/src/template/evaluate/references.ts';

/** A valid resource of a template. */
interface Declared {
  readonly Type: string;
  readonly Properties: ValueObject;
  readonly DependsOn?: readonly string[];
}

export type Declarations = { readonly [id: string]: Declared };

/** The names from a resource to a property. */
export type Path = readonly string[];

/** The paths of all properties that the runtime carries out. */
export const pathsOf = (table: PropertyTable): Path[] =>
  Object.entries(table).flatMap(([name, rule]) => {
    if (typeof rule === 'string') return [];
    return [[name], ...(rule === true ? [] : pathsOf(rule).map((path) => [name, ...path]))];
  });

/** A copy of `properties` with another value at a path. Of a list, the first item gets it. */
export const withValue = (properties: ValueObject, [name = '', ...rest]: Path, value: Value): ValueObject => ({
  ...properties,
  [name]: rest.length === 0 ? value : withMember(properties[name], rest, value),
});

const withMember = (member: Value | undefined, path: Path, value: Value): Value =>
  isList(member)
    ? [withMember(member[0], path, value), ...member.slice(1)]
    : withValue(isObject(member) ? member : {}, path, value);

/** The resources that a resource needs, and itself. */
export const neededBy = (resources: Declarations, id: string, found = new Set<string>()): ReadonlySet<string> => {
  const declared = resources[id];
  if (!declared || found.has(id)) return found;
  found.add(id);
  const references = findReferences(declared.Properties, () => true).references.map(({ name }) => name);
  for (const name of [...references, ...(declared.DependsOn ?? [])]) neededBy(resources, name, found);
  return found;
};

/** The types that the runtime carries out, with their properties. */
export const runningTypes = (types: Iterable<readonly [string, ResourceType]>): ReadonlyMap<string, PropertyTable> =>
  new Map([...types].flatMap(([name, type]) => (type.kind === 'runs' ? [[name, type.properties] as const] : [])));
