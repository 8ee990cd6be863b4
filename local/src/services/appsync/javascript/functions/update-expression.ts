import { isMembers, membersArgument, numberArgument } from './arguments.ts';
import type { FunctionTable } from './function-table.ts';
import { type Expression, type Part, Placeholders } from './placeholders.ts';

/** The member with which a result of `operations` says what it does. */
const TYPE = '_type';

/** An attribute, or an attribute of a map, that an update changes. */
interface Target {
  readonly part: Part;
  readonly above: readonly string[];
}

type Change = { readonly clause: 'SET' | 'REMOVE'; readonly text: string };

const set = (
  { part, above }: Target,
  use: string,
  value: unknown,
  written: (path: string, value: string) => string,
) => {
  const path = part.path(above);
  return { clause: 'SET', text: `${path}${written(path, part.value(above, use, value))}` } as const;
};

type Operations = {
  readonly [type: string]: (target: Target, operation: { readonly [name: string]: unknown }) => Change;
};

const OPERATIONS: Operations = {
  add: (target, { value }) => set(target, 'add', value, (_, to) => ` = ${to}`),
  replace: (target, { value }) => set(target, 'replace', value, (_, to) => ` = ${to}`),
  remove: ({ part, above }) => ({ clause: 'REMOVE', text: part.path(above) }),
  increment: (target, { by }) => set(target, 'increment', by, (path, to) => ` = ${path} + ${to}`),
  decrement: (target, { by }) => set(target, 'decrement', by, (path, to) => ` = ${path} - ${to}`),
  append: (target, { value }) => set(target, 'append', value, (path, to) => ` = list_append(${path}, ${to})`),
  prepend: (target, { value }) => set(target, 'prepend', value, (path, to) => ` = list_append(${to}, ${path})`),
  updateListItem: (target, { value, index }) => set(target, 'item', value, (_, to) => `[${index}] = ${to}`),
};

/** Translates an update object to an expression of DynamoDB. Throws TypeError for an invalid one. */
export const updateExpression = (update: unknown, placeholders = new Placeholders()): Expression => {
  const part = placeholders.begin();
  const changes = changesOf(membersArgument(update, 'update'), { part, above: [] });
  const written = (['SET', 'REMOVE'] as const).flatMap((clause) => {
    const texts = changes.filter((each) => each.clause === clause).map(({ text }) => text);
    return texts.length === 0 ? [] : [`${clause} ${texts.join(', ')}`];
  });
  return part.expression(written.join(' '));
};

/** A map without an operation changes only the attributes that it names. */
const changesOf = (members: object, { part, above }: Target): readonly Change[] =>
  Object.entries(members).flatMap(([name, value]) => {
    const target = { part, above: [...above, name] };
    if (Array.isArray(value) && value.some(isOperation)) return value.map((each) => changeOf(each, target));
    if (!isMembers(value)) return [set(target, 'set', value, (_, to) => ` = ${to}`)];
    return isOperation(value) ? [changeOf(value, target)] : changesOf(value, target);
  });

const isOperation = (value: unknown): boolean => isMembers(value) && typeof value[TYPE] === 'string';

const changeOf = (operation: unknown, target: Target): Change => {
  const members = membersArgument(operation, `The update of ${target.above.join('.')}`);
  const type = String(members[TYPE]);
  const change = Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
  if (!change) throw new TypeError(`${type} is not an operation of an update`);
  return change(target, members);
};

const withValue =
  (type: string) =>
  ([value]: readonly unknown[]) => ({ [TYPE]: type, value });

const withAmount =
  (type: string) =>
  ([by]: readonly unknown[]) => ({ [TYPE]: type, by: numberArgument(by ?? 1, `The amount of ${type}`) });

/** The members of `operations`, whose results `updateExpression` reads. */
export const UPDATE_OPERATIONS: FunctionTable = {
  'dynamodb.operations.add': withValue('add'),
  'dynamodb.operations.remove': () => ({ [TYPE]: 'remove' }),
  'dynamodb.operations.replace': withValue('replace'),
  'dynamodb.operations.increment': withAmount('increment'),
  'dynamodb.operations.decrement': withAmount('decrement'),
  'dynamodb.operations.append': withValue('append'),
  'dynamodb.operations.prepend': withValue('prepend'),
  'dynamodb.operations.updateListItem': ([value, index]) => ({
    [TYPE]: 'updateListItem',
    value,
    index: numberArgument(index, 'The index of updateListItem'),
  }),
};
