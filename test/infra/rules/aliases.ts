import type { Rule } from './rule.ts';
import {
  allOf,
  allowing,
  listOf,
  type Named,
  objectOf,
  resourcesIn,
  type Statement,
  statementsOf,
  type Template,
} from './template.ts';

/**
 * Types that may name a function itself: its versions and aliases; alarms, which count all versions; state machines, whose
 * definitions name a version. Custom resources too: only CloudFormation calls their functions, during a deployment.
 */
const MAY_NAME_FUNCTIONS = [
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
  'AWS::CloudWatch::Alarm',
  'AWS::IAM::Policy',
  'AWS::StepFunctions::StateMachine',
];

const functionsIn = (template: Template, value: unknown): Named[] =>
  resourcesIn(template, value).filter(({ type }) => type === 'AWS::Lambda::Function');

const invokes = ({ Action }: Statement): boolean => listOf(Action).includes('lambda:InvokeFunction');

/** True if a role with the policy is assumed by Step Functions, whose runs call versions. */
const isOfMachine = (template: Template, { properties }: Named): boolean =>
  resourcesIn(template, properties.Roles).some((role) =>
    JSON.stringify(role.properties).includes('states.amazonaws.com'),
  );

const grantsIn = (template: Template): Named[] =>
  allOf(template, 'AWS::IAM::Policy').filter((policy) => !isOfMachine(template, policy));

export const CALLERS_NAME_ALIASES: Rule = {
  name: 'whatever calls a function, except a state machine, names an alias of it',
  why: 'A caller without an alias gets each new version at once, and keeps it if the new version fails.',
  check: (template) => [
    ...Object.keys(template.Resources)
      .flatMap((id) => resourcesIn(template, { Ref: id }))
      .filter(({ type }) => !MAY_NAME_FUNCTIONS.includes(type) && !type.startsWith('Custom::'))
      .flatMap((caller) =>
        functionsIn(template, caller.properties).map((found) => `${caller.id} names ${found.id} without an alias`),
      ),
    ...grantsIn(template).flatMap((policy) =>
      allowing(statementsOf(policy.properties.PolicyDocument))
        .filter(invokes)
        .flatMap(({ Resource }) => functionsIn(template, Resource))
        .map((found) => `${policy.id} allows ${found.id} without an alias`),
    ),
  ],
};

/** Logical ids that CloudFormation creates or updates before a resource, also for its update policy. */
const neededBy = (template: Template, id: string): string[] => {
  const { Properties, UpdatePolicy, DependsOn } = template.Resources[id] ?? {};
  return [
    ...resourcesIn(template, [Properties, UpdatePolicy]).map((found) => found.id),
    ...listOf(DependsOn).map(String),
  ];
};

/** True if `id` is needed, directly or not, by one of the resources that it needs. */
const needsItself = (template: Template, id: string): boolean => {
  const seen = new Set<string>();
  const waiting = neededBy(template, id);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...neededBy(template, next));
  }
  return false;
};

export const NOTHING_NEEDS_ITSELF: Rule = {
  name: 'no resource needs itself, also not by the update policy of an alias',
  why: 'CloudFormation refuses a template with a circular dependency; the CDK does not look at update policies.',
  check: (template) =>
    Object.keys(template.Resources)
      .filter((id) => needsItself(template, id))
      .map((id) => `${id} needs itself`),
};

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

export const NEW_VERSIONS_ROLL_BACK: Rule = {
  name: 'CodeDeploy moves each alias, and rolls it back if an alarm on the new version fires',
  why: 'Without it a new version that fails gets all calls until somebody deploys another one.',
  check: (template) =>
    allOf(template, 'AWS::Lambda::Alias').flatMap((alias) => {
      const [group] = resourcesIn(template, template.Resources[alias.id]?.UpdatePolicy).filter(
        ({ type }) => type === GROUP,
      );
      if (group === undefined) return [`${alias.id} changes at once`];
      const events = listOf(objectOf(group.properties.AutoRollbackConfiguration).Events);
      const alarms = resourcesIn(template, group.properties.AlarmConfiguration);
      const isWatched = alarms.some(({ properties }) =>
        JSON.stringify(properties.Dimensions).includes('ExecutedVersion'),
      );
      return isWatched && events.includes('DEPLOYMENT_STOP_ON_ALARM')
        ? []
        : [`${alias.id} is not rolled back by an alarm`];
    }),
};
