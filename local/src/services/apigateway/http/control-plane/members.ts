type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members whose keys are the user's: their keys are not converted, and their values are texts. */
const OF_TEXTS = new Set(['RequestParameters', 'StageVariables']);

const lowered = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
const raised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const mapped = (value: Json, convert: (value: Json) => unknown): Json =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, isObject(each) ? convert(each) : each]));

/** The mappings of one status: a map on the wire, a list of destinations and sources in a template. */
const mappingsOf = (pairs: Json): Json => ({
  ResponseParameters: Object.entries(pairs).map(([Destination, Source]) => ({ Destination, Source })),
});

const pairsOf = ({ ResponseParameters: list }: Json): Json =>
  Object.fromEntries(
    (Array.isArray(list) ? list : []).map(({ Destination, Source }: Json) => [String(Destination), Source]),
  );

const converted = (name: string, value: unknown, convert: (value: Json) => Json, ofStatus: typeof pairsOf): unknown => {
  if (!isObject(value) || OF_TEXTS.has(name)) return value;
  if (name === 'ResponseParameters') return mapped(value, ofStatus);
  return name === 'RouteSettings' ? mapped(value, convert) : convert(value);
};

/** Converts the members of a request of the API to the properties of a template's resource. */
export const propertiesOf = (members: Json): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).map(([key, value]) => {
      const name = raised(key);
      return [name, converted(name, value, propertiesOf, mappingsOf)];
    }),
  );

/** Converts the properties of a resource to the members of an answer of the API. */
export const membersOf = (properties: Json): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [lowered(name), converted(name, value, membersOf, pairsOf)]),
  );
