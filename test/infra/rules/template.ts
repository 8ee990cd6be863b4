/** A synthesized template. Values may be intrinsic functions. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

export interface Named {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
}

const named = ([id, { Type, Properties = {}, DeletionPolicy }]: [string, TemplateResource]): Named => ({
  id,
  type: Type,
  properties: Properties,
  deletionPolicy: DeletionPolicy,
});

export const allOf = (template: Template, ...types: readonly string[]): Named[] =>
  Object.entries(template.Resources)
    .map(named)
    .filter(({ type }) => types.includes(type));

/** The resource of the first `Ref` or `Fn::GetAtt` at any depth of the value. */
export const resourceOf = (template: Template, value: unknown): Named | undefined => {
  const id = referredTo(value);
  const resource = id === undefined ? undefined : template.Resources[id];
  return id === undefined || resource === undefined ? undefined : named([id, resource]);
};

/** All resources of `Ref` and `Fn::GetAtt` in a value. */
export const resourcesIn = (template: Template, value: unknown): Named[] => {
  if (typeof value !== 'object' || value === null) return [];
  const found = 'Ref' in value || 'Fn::GetAtt' in value ? resourceOf(template, value) : undefined;
  if (found !== undefined) return [found];
  return Object.values(value).flatMap((inner) => resourcesIn(template, inner));
};

/** The function that a value names: directly, or as one of its aliases. */
export const functionOf = (template: Template, value: unknown): Named | undefined => {
  const resource = resourceOf(template, value);
  if (resource?.type === 'AWS::Lambda::Alias') return resourceOf(template, resource.properties.FunctionName);
  return resource?.type === 'AWS::Lambda::Function' ? resource : undefined;
};

const referredTo = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref;
  if (Array.isArray(attribute)) return String(attribute[0]);
  if (typeof attribute === 'string') return attribute.split('.')[0];
  for (const inner of Object.values(value)) {
    const found = referredTo(inner);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Converts a value that may be one item or a list of items to a list. */
export const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export interface Statement {
  readonly Effect?: string;
  readonly Resource?: unknown;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export const statementsOf = (document: unknown): Statement[] =>
  listOf(objectOf(document).Statement).map((statement) => objectOf(statement) as Statement);

export const allowing = (statements: readonly Statement[]): Statement[] =>
  statements.filter(({ Effect }) => Effect === 'Allow');

/** The text of a value that joins literals and references. Each reference becomes `?`. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': sub } = objectOf(value);
  if (Array.isArray(join)) return listOf(join[1]).map(textOf).join(String(join[0]));
  if (sub !== undefined) return textOf(listOf(sub)[0]);
  return '?';
};
