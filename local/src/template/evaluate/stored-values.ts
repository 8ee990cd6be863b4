import type { Value } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { ExpressionError } from '../errors.ts';
import type { Template } from './template.ts';

/** A parameter of Parameter Store that a template reads. */
export interface StoredValue {
  /** `String`, `StringList` or `SecureString`. */
  readonly type: string;
  /** The value of a StringList has commas between its items. */
  readonly value: string;
  /** Set if another stack creates the parameter and its value is only known then; `value` is a placeholder. */
  readonly isPending?: true;
}

/** By `name` or `name:version`. */
export type StoredValues = ReadonlyMap<string, StoredValue>;

const PREFIX = 'AWS::SSM::Parameter::';
const NAME = `${PREFIX}Name`;

/** Whether a template's parameter with this type has the name of a parameter of Parameter Store. */
export const namesStored = (type: string): boolean => type.startsWith(PREFIX);

/** The parameters of Parameter Store that a template's parameters name. `given` overrides the defaults. */
export const storedNames = (
  { parameters }: Template,
  given: { readonly [name: string]: string },
): ReadonlyMap<string, string> =>
  new Map(
    [...parameters].flatMap(([name, { type, default: byDefault }]) => {
      const selector = given[name] ?? (byDefault === undefined ? undefined : textOfAny(byDefault));
      return namesStored(type) && selector !== undefined ? [[name, selector] as const] : [];
    }),
  );

/** Whether the parameter is read as a list. */
export const isStoredList = (type: string): boolean => /Value<(?:List<|CommaDelimitedList>)/.test(type);

/** How to make a parameter of Parameter Store exist; for messages. `selector` can have a version. */
export const howToPut = (selector: string): string => {
  const name = selector.replace(/:\d+$/, '');
  return `Give it at the start (--ssm-parameters ${name}=VALUE, or ssmParameters of start), or put it while the runtime runs: aws ssm put-parameter --name ${name} --type String --value VALUE`;
};

/**
 * The value of a template's parameter that names a parameter of Parameter Store. Throws ExpressionError if that does not exist
 * or has another type.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
 */
export const storedValue = (
  parameter: { readonly name: string; readonly type: string },
  selector: string,
  stored: StoredValues,
): Value => {
  const found = stored.get(selector);
  if (parameter.type === NAME) {
    if (found) return selector;
    throw new ExpressionError(
      `parameter value ${selector} for parameter name ${parameter.name} does not exist. ${howToPut(selector)}`,
    );
  }
  if (!found)
    throw new ExpressionError(
      `Unable to fetch parameters [${selector}] from parameter store for this account. ${howToPut(selector)}`,
    );
  if (found.type === 'SecureString')
    throw new ExpressionError(
      `Parameters [${selector}] referenced by template have types not supported by CloudFormation.`,
    );
  const isList = isStoredList(parameter.type);
  if (isList !== (found.type === 'StringList'))
    throw new ExpressionError(
      `Types for SSM parameters [${selector}] defined in CFN template and SSM are incompatible`,
    );
  return isList ? found.value.split(',').map((item) => item.trim()) : found.value;
};
