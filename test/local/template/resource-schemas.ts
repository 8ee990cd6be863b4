import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A property of a CloudFormation type. */
interface PropertySchema {
  /** The members, if the property is an object or a list of objects with fixed member names. */
  readonly members: Structure | undefined;
  /** Whether the property is a list, so that its members belong to an item. */
  readonly isList: boolean;
}

export type Structure = ReadonlyMap<string, PropertySchema>;

/** The form of types in the service specification of the AWS CDK. */
interface SpecType {
  readonly type: string;
  readonly reference?: { readonly $ref: string };
  readonly element?: SpecType;
  readonly types?: readonly SpecType[];
}

interface SpecProperties {
  readonly [name: string]: { readonly type: SpecType };
}

interface Specification {
  readonly schema: {
    readonly resource: {
      readonly entities: Record<string, { cloudFormationType: string; properties: SpecProperties }>;
    };
    readonly typeDefinition: { readonly entities: Record<string, { $id: string; properties: SpecProperties }> };
  };
}

const TAG: Structure = new Map(['Key', 'Value'].map((name) => [name, { members: undefined, isList: false }]));

/** The command line of the AWS CDK contains the public schemas of all types; it diffs templates with them. */
const read = (): Specification =>
  JSON.parse(gunzipSync(readFileSync(new URL('../../../node_modules/aws-cdk/db.json.gz', import.meta.url))).toString());

/** Returns the public schema of a CloudFormation type; undefined for an unknown type. */
export const readSchemas = (): ((type: string) => Structure | undefined) => {
  const { resource, typeDefinition } = read().schema;
  const definitions = new Map(Object.values(typeDefinition.entities).map((each) => [each.$id, each.properties]));
  const known = new Map<string, Structure>();
  const structureOf = (id: string): Structure => {
    const existing = known.get(id);
    if (existing) return existing;
    const members = new Map<string, PropertySchema>();
    known.set(id, members);
    for (const [name, schema] of propertiesOf(definitions.get(id) ?? {})) members.set(name, schema);
    return members;
  };
  const propertiesOf = (properties: SpecProperties): [string, PropertySchema][] =>
    Object.entries(properties).map(([name, { type }]) => [name, propertyOf(type)]);
  const propertyOf = (type: SpecType): PropertySchema => {
    if (type.type === 'tag') return { members: TAG, isList: false };
    if (type.reference) return { members: structureOf(type.reference.$ref), isList: false };
    if (type.type === 'array' && type.element) return { ...propertyOf(type.element), isList: true };
    const structured = type.types?.map(propertyOf).find(({ members }) => members !== undefined);
    return structured ?? { members: undefined, isList: false };
  };
  const types = new Map(Object.values(resource.entities).map((each) => [each.cloudFormationType, each.properties]));
  return (type) => {
    const properties = types.get(type);
    return properties && new Map(propertiesOf(properties));
  };
};
