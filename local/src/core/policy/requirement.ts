import { arnOf, type Home } from '../aws/arn.ts';

export type Input = { readonly [name: string]: unknown };
type KeyValues = { readonly [key: string]: readonly string[] };

/** Permission that a call needs: one IAM action on each of these resources. */
export interface Requirement {
  /** e.g. `lambda:InvokeFunction` */
  readonly action: string;
  /** ARNs, or `*` for an action without a resource. */
  readonly resources: readonly string[];
  /** Condition keys of the action itself, by lower-case name. */
  readonly keys?: KeyValues;
  /**
   * For iam:PassRole: ARN of the resource for which the service assumes the role. Default: the first resource of the
   * request.
   */
  readonly assumedFor?: string;
}

/** Permissions that an API action needs, derived from its parameters. An empty list allows every caller. */
export type Requirements = (input: Input, lookup: Lookup) => readonly Requirement[];

export interface Lookup {
  readonly home: Home;
  /** ARN of the state machine whose execution waits with this task token; undefined if none does. */
  stateMachineOfTask(taskToken: string): string | undefined;
}

/** Requirements by API action. */
export type RequirementTable = { readonly [action: string]: Requirements };

type ResourcesOf = (input: Input, lookup: Lookup) => readonly string[];

/** Requirements of API actions that need the IAM action of the same name on the resources of `resourcesOf`. */
export const each = (service: string, names: readonly string[], resourcesOf: ResourcesOf): RequirementTable =>
  Object.fromEntries(names.map((name) => [name, as(`${service}:${name}`, resourcesOf)]));

/** Requirements of an API action that needs an IAM action with another name. */
export const as =
  (action: string, resourcesOf: ResourcesOf): Requirements =>
  (input, lookup) => [{ action, resources: resourcesOf(input, lookup) }];

/** Adds iam:PassRole to `service` for the roles of `rolesOf`. `assumedFor`: see `Requirement`. */
export const passingRole =
  (
    requirements: Requirements,
    service: string,
    rolesOf: (input: Input) => readonly string[],
    assumedFor?: (input: Input, lookup: Lookup) => string,
  ): Requirements =>
  (input, lookup) => [
    ...requirements(input, lookup),
    ...rolesOf(input).map((role) => ({
      action: 'iam:PassRole',
      resources: [role],
      keys: { 'iam:passedtoservice': [service] },
      ...(assumedFor && { assumedFor: assumedFor(input, lookup) }),
    })),
  ];

export const everything: ResourcesOf = () => ['*'];

/** For list actions. Callers need permission on a resource pattern. */
export const all =
  (service: string, pattern: string): ResourcesOf =>
  (_, { home }) => [arnOf(home, service, pattern)];

/** A parameter as text; '' if it is missing, which matches no resource. */
export const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

/** A list of texts; an item of another type is '', which matches no resource. */
export const texts = (input: Input, name: string): readonly string[] => {
  const value = input[name];
  return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : '')) : [];
};

/** Resource whose ARN is the parameter `name`. */
export const arnIn =
  (name: string): ResourcesOf =>
  (input) => [text(input, name)];

/** The role whose ARN is the parameter `name`, if there is one; for `passingRole`. */
export const roleIn =
  (name: string) =>
  (input: Input): readonly string[] =>
    [text(input, name)].filter((arn) => arn !== '');

export const list = (input: Input, name: string): readonly Input[] => {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
};

export const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
