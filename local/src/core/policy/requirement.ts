import { arnOf, type Home } from '../aws/arn.ts';

export type Input = { readonly [name: string]: unknown };
export type KeyValues = { readonly [key: string]: readonly string[] };

/** What a call needs: this IAM action on each of these resources. */
export interface Requirement {
  /** e.g. `lambda:InvokeFunction` */
  readonly action: string;
  /** ARNs, or `*` for an action without one. */
  readonly resources: readonly string[];
  /** Condition keys of the action itself, by lower-case name. */
  readonly keys?: KeyValues;
}

/** What one API action needs, from its parameters. Nothing: everybody may. */
export type Requirements = (input: Input, lookup: Lookup) => readonly Requirement[];

export interface Lookup {
  readonly home: Home;
  /** The state machine whose execution waits for a task token; undefined for a token nobody waits with. */
  stateMachineOfTask(taskToken: string): string | undefined;
}

/** By API action. */
export type RequirementTable = { readonly [action: string]: Requirements };

type ResourcesOf = (input: Input, lookup: Lookup) => readonly string[];

/** The actions `names`, each needing the IAM action of its own name on what `resourcesOf` finds. */
export const each = (service: string, names: readonly string[], resourcesOf: ResourcesOf): RequirementTable =>
  Object.fromEntries(names.map((name) => [name, as(`${service}:${name}`, resourcesOf)]));

/** An API action that needs an IAM action of another name. */
export const as =
  (action: string, resourcesOf: ResourcesOf): Requirements =>
  (input, lookup) => [{ action, resources: resourcesOf(input, lookup) }];

/** As `requirements`, and the right to hand a role over to `service`. */
export const passingRole =
  (requirements: Requirements, service: string, rolesOf: (input: Input) => readonly string[]): Requirements =>
  (input, lookup) => [
    ...requirements(input, lookup),
    ...rolesOf(input).map((role) => ({
      action: 'iam:PassRole',
      resources: [role],
      keys: { 'iam:passedtoservice': [service] },
    })),
  ];

export const everything: ResourcesOf = () => ['*'];

/** For listing actions, which AWS asks for with a pattern as their resource. */
export const all =
  (service: string, pattern: string): ResourcesOf =>
  (_, { home }) => [arnOf(home, service, pattern)];

/** A parameter as text; '' when it is not there, which no resource matches. */
export const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

/** A parameter that is itself the ARN. */
export const arnIn =
  (name: string): ResourcesOf =>
  (input) => [text(input, name)];

export const list = (input: Input, name: string): readonly Input[] => {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
};

export const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
