import { createHash } from 'node:crypto';
import type { Home } from '../../core/aws/arn.ts';
import type { Physical, ResourceType } from '../../core/cloudformation/resource-type.ts';
import { isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import type { StackTemplate } from '../assembly.ts';
import { hasUnsupportedSdkCall } from '../custom-resources/sdk-calls.ts';
import { ExpressionError } from '../errors.ts';
import { createConditions, undecidable } from '../evaluate/conditions.ts';
import { evaluateKnown } from '../evaluate/evaluate.ts';
import { parameterValue } from '../evaluate/parameters.ts';
import { findReferences } from '../evaluate/references.ts';
import { type Evaluated, NO_VALUE, type Scope } from '../evaluate/scope.ts';
import { type StoredValues, storedNames } from '../evaluate/stored-values.ts';
import type { OutputDeclaration, ResourceDeclaration, Template } from '../evaluate/template.ts';
import { CUSTOM_RESOURCE_PROVIDER, UNSUPPORTED_SDK_CALLS } from '../not-run-types.ts';
import { resourceType } from '../registry.ts';
import { nestedTemplates, type ReadNested } from './nested-templates.ts';
import { providersIn } from './providers.ts';

/** A stack with evaluated conditions: the resources to create, with their dependencies. */
export interface Stack {
  readonly name: string;
  /** The ARN of the stack. */
  readonly id: string;
  readonly home: Home;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  /** Dependencies of each resource, as logical ids: its references and its DependsOn. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly conditionProblems: readonly { name: string; message: string }[];
  /** Templates of the nested stacks, by their logical ids. */
  readonly nested: ReadonlyMap<string, Template>;
  readonly nestedProblems: readonly { name: string; message: string }[];
  holds(condition: string): boolean;
  /** The properties of a resource, with every function evaluated that needs no resource. */
  knownProperties(declared: ResourceDeclaration): ValueObject;
  /** How the runtime handles a resource of this stack. */
  typeOf(declared: ResourceDeclaration): ResourceType;
  /** Value of a parameter or pseudo parameter; undefined for other names. Throws ExpressionError. */
  parameter(name: string): Evaluated | undefined;
  /** Scope for expressions. It reads resources from `physical` and imported values from `exports`. */
  scope(physical: ReadonlyMap<string, Physical>, exports: ReadonlyMap<string, string>): Scope;
}

export interface StackOptions {
  readonly home: Home;
  readonly nestedTemplate: ReadNested;
  /** Values from the user; they override the assembly's. */
  readonly parameters: { readonly [name: string]: string };
  /** The parameters of Parameter Store that the template's parameters name; missing ones do not exist. */
  readonly stored: StoredValues;
  /** Parameters with a placeholder, because their values are known only after the deployment. */
  readonly pending?: ReadonlySet<string>;
}

/**
 * Evaluates a stack's conditions and finds the resources' dependencies. A condition that cannot be evaluated counts as
 * false.
 */
export const readStack = ({ name, template, parameters }: StackTemplate, options: StackOptions): Stack => {
  const given = { ...parameters, ...options.parameters };
  const pseudo = pseudoParameters(name, options.home);
  const parameter = (wanted: string): Evaluated | undefined => {
    const declared = template.parameters.get(wanted);
    return declared ? parameterValue(wanted, declared, given[wanted], options.stored) : pseudo.get(wanted);
  };
  const scope: Stack['scope'] = (physical, exports) => ({
    ref: (wanted) => parameter(wanted) ?? found(physical, wanted).ref,
    attribute: (logicalId, attribute) => {
      const value = found(physical, logicalId).attributes[attribute];
      if (value === undefined) throw new ExpressionError(`${logicalId} has no attribute ${attribute} here.`);
      return value;
    },
    condition: (condition) => conditions.holds(condition),
    importValue: (wanted) => {
      const value = exports.get(wanted);
      if (value === undefined) throw new ExpressionError(`No stack of the assembly exports ${wanted}.`);
      return value;
    },
    mapping: (map, key, second) => mappingValue(template.mappings, [map, key, second]),
    region: () => options.home.region,
  });
  const conditions = createConditions(template.conditions, () => scope(new Map(), new Map()));
  const pending = new Set([...(options.pending ?? []), ...pendingNames(template, given, options.stored)]);
  const conditionProblems = [...conditions.problems(), ...undecidable(template.conditions, pending)];
  const knownRef = (wanted: string): Evaluated => {
    if (pending.has(wanted)) throw new ExpressionError(`${wanted} has no value before the deployment.`);
    return parameter(wanted) ?? found(new Map(), wanted).ref;
  };
  const undecided = new Set(conditionProblems.map((problem) => problem.name));
  const holds = (condition: string): boolean =>
    condition in template.conditions && !undecided.has(condition) && conditions.holds(condition);
  const present = <T extends { readonly condition: string | undefined }>(declared: ReadonlyMap<string, T>) =>
    new Map([...declared].filter(([, { condition }]) => condition === undefined || holds(condition)));
  const resources = present(template.resources);
  const needs = new Map([...resources].map(([id, declared]) => [id, needsOf(declared, resources, holds)]));
  const nested = nestedTemplates(resources, scope(new Map(), new Map()), options.nestedTemplate);
  const knownProperties: Stack['knownProperties'] = ({ properties }) => {
    const value = evaluateKnown(properties, { ...scope(new Map(), new Map()), ref: knownRef });
    return value !== NO_VALUE && isObject(value) ? value : {};
  };
  const ownType = (declared: ResourceDeclaration): ResourceType => {
    const type = resourceType(declared.type);
    const isUnsupported =
      type.kind === 'custom resource' && hasUnsupportedSdkCall(declared.type, knownProperties(declared));
    return isUnsupported ? UNSUPPORTED_SDK_CALLS : type;
  };
  const providers = providersIn({ resources, needs, holds, typeOf: ownType });
  return {
    name,
    id: stackId(name, options.home),
    home: options.home,
    resources,
    outputs: present(template.outputs),
    needs,
    conditionProblems,
    nested: nested.templates,
    nestedProblems: nested.problems,
    holds,
    knownProperties,
    typeOf: (declared) => (providers.has(declared.logicalId) ? CUSTOM_RESOURCE_PROVIDER : ownType(declared)),
    parameter,
    scope,
  };
};

const pendingNames = (
  template: Template,
  given: { readonly [name: string]: string },
  stored: StoredValues,
): readonly string[] =>
  [...storedNames(template, given)].flatMap(([name, selector]) => (stored.get(selector)?.isPending ? [name] : []));

const needsOf = (
  { properties, dependsOn }: ResourceDeclaration,
  resources: ReadonlyMap<string, ResourceDeclaration>,
  holds: (condition: string) => boolean,
): ReadonlySet<string> => {
  const names = findReferences(properties, holds).references.map((reference) => reference.name);
  return new Set([...names, ...dependsOn].filter((name) => resources.has(name)));
};

const found = (physical: ReadonlyMap<string, Physical>, logicalId: string): Physical => {
  const resource = physical.get(logicalId);
  if (!resource) throw new ExpressionError(`${logicalId} is neither a parameter nor a resource of this stack.`);
  return resource;
};

const mappingValue = (mappings: Value, path: readonly string[]): Value => {
  let value: Value | undefined = mappings;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  if (value === undefined) throw new ExpressionError(`The mapping has no entry ${path.join(' / ')}.`);
  return value;
};

/** Stack id derived from the name, so that properties that contain it do not change between deployments. */
export const stackId = (name: string, { region, accountId }: Home): string => {
  const hash = createHash('sha256').update(name).digest('hex');
  const uuid = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)];
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${uuid.join('-')}`;
};

const pseudoParameters = (name: string, home: Home): ReadonlyMap<string, Evaluated> =>
  new Map<string, Evaluated>([
    ['AWS::AccountId', home.accountId],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', home.region],
    ['AWS::StackId', stackId(name, home)],
    ['AWS::StackName', name],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
