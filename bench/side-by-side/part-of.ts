import type { Assembly } from '../../local/src/template/assembly.ts';
import { readStack, type Stack, type StackOptions } from '../../local/src/template/provision/stack.ts';

/**
 * Types that grant permissions to a resource. Such a grant refers to the resource; the resource does not refer to the
 * grant.
 */
const GRANTS = new Set(['AWS::IAM::Policy', 'AWS::Lambda::Permission']);

/**
 * Reduces the assembly to the given resources of its first stack, their dependencies, and the grants of all of these.
 * An endpoint then needs to support only these resources.
 */
export const partOf = (
  { directory, stacks, assets, nestedTemplate }: Assembly,
  options: StackOptions,
  isRoot: (logicalId: string) => boolean,
): Assembly => {
  const [first] = stacks;
  if (first === undefined) throw new Error('The assembly has no stack.');
  const stack = readStack(first, options);
  const kept = withGrants(stack, needed(stack, [...stack.resources.keys()].filter(isRoot)));
  const resources = new Map([...first.template.resources].filter(([id]) => kept.has(id)));
  const template = { ...first.template, resources, outputs: new Map() };
  return { directory, stacks: [{ ...first, template }], assets, nestedTemplate };
};

const needed = ({ needs }: Stack, roots: readonly string[]): ReadonlySet<string> => {
  const all = new Set<string>();
  const visit = (id: string): void => {
    if (all.has(id)) return;
    all.add(id);
    for (const each of needs.get(id) ?? []) visit(each);
  };
  for (const root of roots) visit(root);
  return all;
};

/** Adds the grants of the kept resources, and the dependencies of these grants with their own grants. */
const withGrants = (stack: Stack, kept: ReadonlySet<string>): ReadonlySet<string> => {
  const grants = [...stack.resources.values()]
    .filter(({ type }) => GRANTS.has(type))
    .filter(({ properties }) => mentionsAny(properties.Roles ?? properties.FunctionName, kept))
    .map(({ logicalId }) => logicalId);
  const more = needed(stack, [...kept, ...grants]);
  return more.size === kept.size ? kept : withGrants(stack, more);
};

const mentionsAny = (value: unknown, ids: ReadonlySet<string>): boolean =>
  [...JSON.stringify(value ?? null).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/g)].some(([, id]) =>
    ids.has(String(id)),
  );
