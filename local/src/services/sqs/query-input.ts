/** Parameters that are numbers in the JSON shape; in a form everything is text. */
const NUMBERS = new Set([
  'DelaySeconds',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'MaxNumberOfMessages',
  'MaxNumberOfMessagesPerSecond',
  'MaxResults',
]);

/** How a form's numbered parameters are called in the JSON shape, and how their entries are put together. */
const LISTS: Readonly<Record<string, { name: string; shape: 'list' | 'map' | 'entries' }>> = {
  Attribute: { name: 'Attributes', shape: 'map' },
  Tag: { name: 'tags', shape: 'map' },
  MessageAttribute: { name: 'MessageAttributes', shape: 'map' },
  AttributeName: { name: 'AttributeNames', shape: 'list' },
  MessageSystemAttributeName: { name: 'MessageSystemAttributeNames', shape: 'list' },
  MessageAttributeName: { name: 'MessageAttributeNames', shape: 'list' },
  TagKey: { name: 'TagKeys', shape: 'list' },
  SendMessageBatchRequestEntry: { name: 'Entries', shape: 'entries' },
  DeleteMessageBatchRequestEntry: { name: 'Entries', shape: 'entries' },
  ChangeMessageVisibilityBatchRequestEntry: { name: 'Entries', shape: 'entries' },
};

type Value = string | Tree;
interface Tree {
  [name: string]: Value;
}

const grow = (tree: Tree, [name = '', ...rest]: readonly string[], value: string): void => {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const known = tree[name];
  const branch: Tree = typeof known === 'object' ? known : Object.create(null);
  tree[name] = branch;
  grow(branch, rest, value);
};

const numbered = (tree: Tree): Value[] =>
  Object.keys(tree)
    .sort((left, right) => Number(left) - Number(right))
    .flatMap((index) => tree[index] ?? []);

const mapEntry = (entry: Value): [string, unknown] => {
  const { Name, Key, Value: value = '' } = typeof entry === 'object' ? entry : {};
  return [String(Name ?? Key ?? ''), typeof value === 'string' ? value : { ...value }];
};

const listed = (shape: 'list' | 'map' | 'entries', tree: Tree): unknown => {
  const values = numbered(tree);
  if (shape === 'list') return values;
  if (shape === 'map') return Object.fromEntries(values.map(mapEntry));
  return values.map((value) => shaped(typeof value === 'object' ? value : {}));
};

const shaped = (tree: Tree): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      const list = LISTS[name];
      if (list && typeof value === 'object') return [list.name, listed(list.shape, value)];
      return [name, NUMBERS.has(name) ? Number(value) : value];
    }),
  );

/** Reads an action and its parameters, in the shape of the JSON protocol, from a form of the query protocol. */
export const readQueryInput = (form: URLSearchParams): { action: string; input: Record<string, unknown> } => {
  const tree: Tree = Object.create(null);
  for (const [name, value] of form) grow(tree, name.split('.'), value);
  const { Action, Version: _version, ...parameters } = tree;
  const input = shaped(parameters);
  // TagQueue calls its map Tags where CreateQueue says tags.
  return { action: String(Action), input: Action === 'TagQueue' ? { ...input, Tags: input.tags } : input };
};
