import { validationError } from '../../../core/aws/aws-error.ts';
import { parseEventPath, readEventPath } from '../../../core/input-template/event-path.ts';
import { type Input, optionalMap, optionalObject, requiredText, textList } from '../parameters.ts';
import { HEADER_KEY, HEADER_VALUE, QUERY_KEY, QUERY_VALUE } from './http-rules.ts';

/** HttpParameters of a target. A value such as `$.detail.id` is replaced by the value in the event. */
export interface TargetHttpParameters {
  readonly PathParameterValues?: readonly string[];
  readonly HeaderParameters?: { readonly [name: string]: string };
  readonly QueryStringParameters?: { readonly [name: string]: string };
}

type Rule = { readonly max: number; readonly pattern: string };

const checkedMap = (input: Input, name: string, rules: { readonly key: Rule; readonly value: Rule }) => {
  const map = optionalMap(input, name) ?? {};
  for (const [key, value] of Object.entries(map)) {
    requiredText({ key }, 'key', rules.key, `${name}.key`);
    requiredText({ value }, 'value', { min: 0, ...rules.value }, `${name}.value`);
  }
  return map;
};

/** Reads HttpParameters of a target; undefined if the target has none. Throws ValidationException. */
export const targetHttpParameters = (input: Input): TargetHttpParameters | undefined => {
  const given = optionalObject(input, 'HttpParameters');
  if (!given) return undefined;
  const PathParameterValues = textList(given, 'PathParameterValues');
  if (PathParameterValues.some((value) => value.trim() === ''))
    throw validationError('Parameter PathParameterValues is not valid: a value must not be empty.');
  return {
    PathParameterValues,
    HeaderParameters: checkedMap(given, 'HeaderParameters', { key: HEADER_KEY, value: HEADER_VALUE }),
    QueryStringParameters: checkedMap(given, 'QueryStringParameters', { key: QUERY_KEY, value: QUERY_VALUE }),
  };
};

const valueIn = (event: unknown, value: string): string | undefined => {
  const path = value.startsWith('$.') ? parseEventPath(value) : undefined;
  if (!path) return value;
  const found = readEventPath(event, path);
  if (found === undefined || found === null) return undefined;
  return typeof found === 'string' ? found : JSON.stringify(found);
};

const filled = (event: unknown, map: { readonly [name: string]: string } = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(map).flatMap(([name, value]) => {
      const text = valueIn(event, value);
      return text === undefined ? [] : [[name, text]];
    }),
  );

/**
 * The parameters of one event. A header or a query parameter whose path is not in the event is left out; such a path
 * parameter is empty.
 */
export const filledParameters = (parameters: TargetHttpParameters = {}, event: unknown) => ({
  pathValues: (parameters.PathParameterValues ?? []).map((value) => valueIn(event, value) ?? ''),
  headers: filled(event, parameters.HeaderParameters),
  query: filled(event, parameters.QueryStringParameters),
});
