import { memberOf, membersOf, type QueryFormat, type QueryMembers } from './query-format.ts';

/** A form's parameters as a tree; each level is one part of a dotted name. */
interface Tree {
  [name: string]: Tree | string;
}

const newTree = (): Tree => Object.create(null);

const grow = (tree: Tree, path: readonly string[], value: string): void => {
  let branch = tree;
  for (const name of path.slice(0, -1)) {
    const next = branch[name];
    const grown = typeof next === 'object' ? next : newTree();
    branch[name] = grown;
    branch = grown;
  }
  branch[path.at(-1) ?? ''] = value;
};

/**
 * Names that are ignored in forms. No service's model has them, and JavaScript cannot convert an object with such a
 * member to text.
 */
const CONVERSIONS: ReadonlySet<string> = new Set(['toString', 'valueOf']);

const treeOf = (form: URLSearchParams): Tree => {
  const tree = newTree();
  for (const [name, value] of form) {
    const path = name.split('.');
    if (!path.some((part) => CONVERSIONS.has(part))) grow(tree, path, value);
  }
  return tree;
};

/** Items of a list in order; their names in the tree are their positions. */
const inOrder = (tree: Tree): (Tree | string)[] =>
  Object.keys(tree)
    .sort((left, right) => Number(left) - Number(right))
    .flatMap((name) => tree[name] ?? []);

const isNumbered = (tree: Tree): boolean => {
  const names = Object.keys(tree);
  return names.length > 0 && names.every((name) => /^\d+$/.test(name));
};

/** A member that is flattened in forms, and its name in the service's model. */
interface Flattened {
  readonly name: string;
  readonly kind: 'list' | 'map';
}

const flattenedBySentName = (members: QueryMembers): ReadonlyMap<string, Flattened> =>
  new Map(
    Object.entries(members).flatMap(([name, member]) =>
      member.kind === 'number' || member.flattenedAs === undefined
        ? []
        : [[member.flattenedAs, { name, kind: member.kind }]],
    ),
  );

/** Converts a tree to the values of an action's input. */
const shaper = (members: QueryMembers) => {
  const flattened = flattenedBySentName(members);

  const entry = (item: Tree | string): [string, unknown] => {
    const { key, Key = key, Name = Key, value, Value = value } = typeof item === 'object' ? item : newTree();
    return [typeof Name === 'string' ? Name : '', shaped(Value ?? '')];
  };

  const member = (name: string, value: Tree | string): [string, unknown] => {
    if (typeof value === 'string') return [name, memberOf(members, name)?.kind === 'number' ? Number(value) : value];
    const flat = flattened.get(name);
    if (!flat) return [name, shaped(value)];
    const items = inOrder(value);
    return [flat.name, flat.kind === 'map' ? Object.fromEntries(items.map(entry)) : items.map(shaped)];
  };

  const structure = (tree: Tree): Record<string, unknown> =>
    Object.fromEntries(Object.entries(tree).map(([name, value]) => member(name, value)));

  const shaped = (value: Tree | string): unknown => {
    if (typeof value === 'string') return value;
    if (isNumbered(value)) return inOrder(value).map(shaped);
    const [only, ...others] = Object.keys(value);
    if (only === 'member' && others.length === 0) return shaped(value.member ?? '');
    if (only === 'entry' && others.length === 0 && typeof value.entry === 'object')
      return Object.fromEntries(inOrder(value.entry).map(entry));
    return structure(value);
  };

  return structure;
};

/**
 * Reads the action and the input from a form of the AWS Query protocol. `A.member.1=x` and `A.1=x` are lists,
 * `A.entry.1.key=k&A.entry.1.value=v` is a map; the format describes all other encodings. Values stay text, except
 * numbers that the format declares. The action is '' if the form has a structure of this name. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const readQuery = (
  form: URLSearchParams,
  format: QueryFormat,
): { readonly action: string; readonly input: Record<string, unknown> } => {
  const { Action, Version: _version, ...parameters } = treeOf(form);
  const action = typeof Action === 'object' ? '' : String(Action);
  return { action, input: shaper(membersOf(format, action))(parameters) };
};
