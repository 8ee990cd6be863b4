import { validationError } from '../../core/aws/aws-error.ts';
import { memoized } from '../../core/memoized.ts';
import type { Types } from './dynalite-types.ts';
import { javaText } from './java-text.ts';
import { type Violation, violations } from './member-constraints.ts';
import type { Layer } from './numbers.ts';

/** AWS's newer messages for a value outside an enum. They do not name the member; the sets are AWS's own. */
const RETURN_VALUES = enumMessage(['ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATE_NEW', 'NONE']);
const CONDITIONAL_OPERATOR = enumMessage(['ALL', 'OR']);

function enumMessage(allowed: readonly string[]): string {
  return `Failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`;
}

/** How a violation is worded. An `alone` message replaces all others of the request; a `bare` one has no count. */
interface Wording {
  readonly text: string;
  readonly alone?: boolean;
  readonly bare?: boolean;
}

const echoed = ({ place, value, type, rule }: Violation, isJson: boolean): string => {
  const text = isJson && typeof value === 'object' ? JSON.stringify(value) : javaText(value, type);
  return `Value ${value === undefined || value === null ? 'null' : `'${text}'`} at '${place}' failed to satisfy constraint: ${rule}`;
};

const named = ({ path, rule }: Violation): string => `Value at '${path}' failed to satisfy constraint: ${rule}`;

type Words = (violation: Violation) => Wording | undefined;

const itemWrite =
  (enumAlone: boolean): Words =>
  (violation) => {
    if (violation.path === 'TableName' && violation.value === '') return { text: named(violation), alone: true };
    if (violation.path === 'ReturnValues') return { text: RETURN_VALUES, alone: enumAlone };
    if (violation.path === 'ConditionalOperator') return { text: CONDITIONAL_OPERATOR, alone: enumAlone };
    return undefined;
  };

/** The newer words of each operation that has some; undefined for a violation with the older words. */
const NEWER: Readonly<Record<string, Words>> = {
  PutItem: itemWrite(false),
  DeleteItem: itemWrite(false),
  UpdateItem: itemWrite(true),
  Query: (violation) => {
    if (violation.path === 'Limit') return { text: named(violation) };
    return violation.path === 'ConditionalOperator'
      ? { text: CONDITIONAL_OPERATOR, alone: true, bare: true }
      : undefined;
  },
  BatchGetItem: (violation) =>
    /length/.test(violation.rule) && !/^Map/.test(violation.rule) ? { text: named(violation) } : undefined,
};

const isMissing = ({ rule }: Violation): boolean => rule === 'Member must not be null';

/** Whether the violation gives way to others: BatchWriteItem reports its tables' names only if all else is valid. */
const givesWay = (operation: string, { rule }: Violation): boolean =>
  operation === 'BatchWriteItem' && rule.startsWith('Map keys');

const count = (messages: readonly string[]): string =>
  `${messages.length} validation error${messages.length > 1 ? 's' : ''} detected: ${messages.join('; ')}`;

const messageOf = (operation: string, found: readonly Violation[], layer: Layer): string => {
  const newer = layer === 'current' && !found.some(isMissing) ? NEWER[operation] : undefined;
  const wordings = found.map((each) => newer?.(each) ?? { text: echoed(each, operation === 'BatchGetItem') });
  const alone = wordings.find((wording) => wording.alone);
  if (alone) return alone.bare ? alone.text : count([alone.text]);
  return count(wordings.map(({ text }) => text));
};

interface Required {
  readonly required?: boolean;
  readonly tableName?: boolean;
}

/** The members with a requirement that has a message of its own. */
const requiredOf = memoized((types: Types) =>
  Object.entries(types)
    .map(([name, type]) => {
      const { required, tableName } = type as Required;
      return { name, required, tableName };
    })
    .filter(({ required, tableName }) => required || tableName),
);

/** Checks the members that have a message of their own. Throws ValidationException. */
const refuseNames = (data: Readonly<Record<string, unknown>>, types: Types): void => {
  for (const { name, required, tableName } of requiredOf(types)) {
    const value = data[name];
    if (required && value === undefined)
      throw validationError(`The parameter '${name}' is required but was not present in the request`);
    if (tableName && typeof value === 'string' && (value.length < 3 || value.length > 255))
      throw validationError(`${name} must be at least 3 characters long and at most 255 characters long`);
  }
};

/**
 * Checks the constraints of all members of a request. AWS's services have two generations of messages; the newer one
 * does not repeat the value. Throws ValidationException with all errors.
 */
export const refuseMembers = (
  operation: string,
  data: Readonly<Record<string, unknown>>,
  types: Types,
  layer: Layer,
): void => {
  refuseNames(data, types);
  const found = violations(data, types);
  const reported = found.filter((each) => !givesWay(operation, each));
  if (found.length > 0) throw validationError(messageOf(operation, reported.length > 0 ? reported : found, layer));
};
