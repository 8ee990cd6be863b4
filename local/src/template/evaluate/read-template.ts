import { isList, isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { AssemblyError } from '../errors.ts';
import type { OutputDeclaration, ParameterDeclaration, ResourceDeclaration, Template } from './template.ts';

/** Sections without effect on the resources: descriptions, and rules that AWS checks at deployment. */
const WITHOUT_EFFECT = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Rules'];
const READ = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];
const RESOURCE_MEMBERS = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'Metadata',
];
/** Members of an UpdatePolicy without effect: CodeDeploy is not run, so an alias changes at once. */
const WITHOUT_EFFECT_ON_UPDATES = ['CodeDeployLambdaAliasUpdate'];

/** Reads a parsed template. Throws AssemblyError for an unknown section or resource member, e.g. `Transform`. */
export const readTemplate = (document: Value): Template => {
  if (!isObject(document)) throw new AssemblyError('The template must be a JSON object.');
  for (const section of Object.keys(document))
    if (![...WITHOUT_EFFECT, ...READ].includes(section))
      throw new AssemblyError(`The template section ${section} is not supported.`);
  return {
    parameters: table(document.Parameters, parameter),
    mappings: section(document.Mappings),
    conditions: section(document.Conditions),
    resources: table(document.Resources, resource),
    outputs: table(document.Outputs, output),
  };
};

const section = (value: Value | undefined): ValueObject => (isObject(value) ? value : {});

const table = <T>(
  value: Value | undefined,
  read: (declaration: ValueObject, name: string) => T,
): ReadonlyMap<string, T> =>
  new Map(Object.entries(section(value)).map(([name, member]) => [name, read(section(member), name)]));

const resource = (declaration: ValueObject, logicalId: string): ResourceDeclaration => {
  const { Type: type, Properties, DependsOn, Condition } = declaration;
  if (typeof type !== 'string') throw new AssemblyError(`The resource ${logicalId} has no Type.`);
  const unknown = [
    ...Object.keys(declaration).filter((member) => !RESOURCE_MEMBERS.includes(member)),
    ...Object.keys(section(declaration.UpdatePolicy))
      .filter((member) => !WITHOUT_EFFECT_ON_UPDATES.includes(member))
      .map((member) => `UpdatePolicy.${member}`),
  ];
  if (unknown.length > 0)
    throw new AssemblyError(`The resource ${logicalId} (${type}) has ${unknown[0]}, which is not supported.`);
  return {
    logicalId,
    type,
    properties: section(Properties),
    dependsOn: names(DependsOn),
    condition: text(Condition),
    deletionPolicy: text(declaration.DeletionPolicy) ?? 'Delete',
    updateReplacePolicy: text(declaration.UpdateReplacePolicy) ?? 'Delete',
  };
};

const parameter = ({ Type, Default, AllowedValues }: ValueObject): ParameterDeclaration => ({
  type: text(Type) ?? 'String',
  default: Default,
  allowedValues: isList(AllowedValues) ? AllowedValues : undefined,
});

const output = ({ Value: value, Export, Condition }: ValueObject): OutputDeclaration => ({
  value: value ?? '',
  exportName: section(Export).Name,
  condition: text(Condition),
});

const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const names = (value: Value | undefined): string[] =>
  (isList(value) ? value : [value]).filter((name) => typeof name === 'string');
