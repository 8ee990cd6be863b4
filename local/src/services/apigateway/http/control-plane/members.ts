import { type Input, isObject } from '../../../../core/parameters/input.ts';
import { mappingsOf } from './shown.ts';

/** Members whose keys are the user's: their keys are not converted, and their values are texts. */
const OF_TEXTS = new Set(['RequestParameters', 'StageVariables']);

const lowered = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
const raised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const mapped = (value: Input, convert: (value: Input) => unknown): Input =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, isObject(each) ? convert(each) : each]));

const pairsOf = ({ ResponseParameters: list }: Input): Input =>
  Object.fromEntries(
    (Array.isArray(list) ? list : []).map(({ Destination, Source }: Input) => [String(Destination), Source]),
  );

const converted = (
  name: string,
  value: unknown,
  convert: (value: Input) => Input,
  ofStatus: typeof pairsOf,
): unknown => {
  if (!isObject(value) || OF_TEXTS.has(name)) return value;
  if (name === 'ResponseParameters') return mapped(value, ofStatus);
  return name === 'RouteSettings' ? mapped(value, convert) : convert(value);
};

/** Converts the members of a request of the API to the properties of a template's resource. */
export const propertiesOf = (members: Input): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).map(([key, value]) => {
      const name = raised(key);
      return [name, converted(name, value, propertiesOf, mappingsOf)];
    }),
  );

/** Converts the properties of a resource to the members of an answer of the API. */
export const membersOf = (properties: Input): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [lowered(name), converted(name, value, membersOf, pairsOf)]),
  );
