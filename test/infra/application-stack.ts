import { type Properties, type Resource, resourcesWith } from './synthesized.ts';

let resources: ReadonlyMap<string, Resource> = new Map();

/** Synthesizes the application's stack with default settings. Call it in beforeAll, before the lookups below. */
export async function loadApplicationStack(): Promise<void> {
  resources = await resourcesWith();
}

export const allOf = (type: string): Properties[] =>
  [...resources.values()].filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
export const namesOf = (type: string, member: string): unknown[] => allOf(type).map((properties) => properties[member]);
export const idOf = (type: string, member: string, name: string): string => {
  const found = [...resources].find(([, { Type, Properties }]) => Type === type && Properties[member] === name);
  if (found === undefined) throw new Error(`There is no ${type} named ${name}.`);
  return found[0];
};
/** Logical id of the alias of the function with this logical id. */
export const aliasOf = (functionId: string): string => {
  const isOf = ({ Type, Properties }: Resource): boolean =>
    Type === 'AWS::Lambda::Alias' && (Properties.FunctionName as { Ref: string }).Ref === functionId;
  const found = [...resources].find(([, resource]) => isOf(resource));
  if (found === undefined) throw new Error(`The function ${functionId} has no alias.`);
  return found[0];
};
/** The reference to the alias of a function in the form name:alias. */
export const aliasNameOf = (functionName: string): unknown => {
  const alias = { Ref: aliasOf(idOf('AWS::Lambda::Function', 'FunctionName', functionName)) };
  return { 'Fn::Join': ['', [{ 'Fn::Select': [6, { 'Fn::Split': [':', alias] }] }, ':live']] };
};
/** The resource with this logical id. */
export const resourceOf = (id: string): Resource | undefined => resources.get(id);
export const propertiesOf = (type: string, member: string, name: string): Properties =>
  resources.get(idOf(type, member, name))?.Properties ?? {};

export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export const statementsOf = (properties: Properties): Statement[] =>
  (properties.PolicyDocument as { Statement: Statement[] }).Statement;
export const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

/** Actions that the policies of the role with this logical id allow. */
export function actionsAllowedTo(roleId: string): string[] {
  const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes(`"${roleId}"`));
  return policies.flatMap(statementsOf).flatMap(actionsOf).toSorted();
}

export const roleOfFunction = (name: string): string =>
  (propertiesOf('AWS::Lambda::Function', 'FunctionName', name).Role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
