/** Encodes a value of SQS's JSON protocol as parameters of its older query protocol, which flattens lists and maps. */
const parametersOf = (name: string, value: unknown): readonly (readonly [string, string])[] => {
  if (Array.isArray(value))
    return value.flatMap((item, index) => parametersOf(`${name.replace(/s$/, '')}.${index + 1}`, item));
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => parametersOf(`${name}.${key}`, inner));
};

const singular = (name: string): string => name.replace(/s$/, '');

const topLevel = (name: string, value: unknown): readonly (readonly [string, string])[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return parametersOf(name, value);
  return Object.entries(value).flatMap(([key, inner], index) => [
    [`${singular(name)}.${index + 1}.Name`, key] as const,
    ...parametersOf(`${singular(name)}.${index + 1}.Value`, inner),
  ]);
};

/** The form of SQS's query protocol for an action and its input. */
export const sqsForm = (action: string, input: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams([
    ['Action', action],
    ['Version', '2012-11-05'],
    ...Object.entries(input).flatMap(([name, value]) => topLevel(name, value)),
  ] as [string, string][]).toString();
