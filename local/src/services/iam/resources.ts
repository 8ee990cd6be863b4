import { itemsOf, refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, number, object, objects, text, texts } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { checkAwsManaged } from './aws-managed.ts';
import * as iam from './operations.ts';

const document = (value: Value | undefined): string => JSON.stringify(object(value));

const roleNames = (value: Value | undefined): readonly string[] => texts(value);

const inlinePolicies = (properties: ValueObject): Map<string, string> =>
  new Map(
    objects(properties.Policies).map(({ PolicyName, PolicyDocument }) => [
      text(PolicyName) ?? '',
      document(PolicyDocument),
    ]),
  );

/** Changes a role's policies from those of the properties `before` to those of the current properties. */
const settlePolicies = async (context: ResourceContext, before: ValueObject): Promise<void> => {
  const RoleName = context.name;
  const now = inlinePolicies(context.properties);
  const managed = texts(context.properties.ManagedPolicyArns);
  for (const [PolicyName, PolicyDocument] of now)
    await context.call(iam.putRolePolicy, { RoleName, PolicyName, PolicyDocument });
  for (const PolicyName of inlinePolicies(before).keys())
    if (!now.has(PolicyName)) await context.call(iam.deleteRolePolicy, { RoleName, PolicyName });
  for (const PolicyArn of managed) await context.call(iam.attachRolePolicy, { RoleName, PolicyArn });
  for (const PolicyArn of texts(before.ManagedPolicyArns))
    if (!managed.includes(PolicyArn)) await context.call(iam.detachRolePolicy, { RoleName, PolicyArn });
};

const pathOf = (properties: ValueObject): string => text(properties.Path) ?? '/';

const putPolicy = async (context: ResourceContext): Promise<Physical> => {
  const PolicyDocument = document(context.properties.PolicyDocument);
  for (const RoleName of roleNames(context.properties.Roles))
    await context.call(iam.putRolePolicy, { RoleName, PolicyName: context.name, PolicyDocument });
  return { ref: context.name, attributes: { Id: context.name } };
};

const removePolicy = async (context: ResourceContext, roles: readonly string[]): Promise<void> => {
  for (const RoleName of roles) await context.call(iam.deleteRolePolicy, { RoleName, PolicyName: context.name });
};

const attach = async (context: ResourceContext, PolicyArn: string): Promise<Physical> => {
  for (const RoleName of roleNames(context.properties.Roles))
    await context.call(iam.attachRolePolicy, { RoleName, PolicyArn });
  return { ref: PolicyArn, attributes: { PolicyArn } };
};

const detach = async (context: ResourceContext, PolicyArn: string, roles: readonly string[]): Promise<void> => {
  for (const RoleName of roles) await context.call(iam.detachRolePolicy, { RoleName, PolicyArn });
};

const without = (before: readonly string[], now: readonly string[]): string[] =>
  before.filter((name) => !now.includes(name));

export const IAM_TYPES: ResourceTypes = {
  'AWS::IAM::Role': {
    kind: 'runs',
    properties: {
      RoleName: true,
      AssumeRolePolicyDocument: true,
      Policies: { PolicyName: true, PolicyDocument: true },
      ManagedPolicyArns: true,
      Description: true,
      Path: true,
      MaxSessionDuration: true,
      Tags: TAGS,
    },
    attributes: ['Arn', 'RoleId'],
    nameProperty: 'RoleName',
    problem: ({ ManagedPolicyArns }) => refusedText(itemsOf('ManagedPolicyArns', ManagedPolicyArns), checkAwsManaged),
    replacedBy: ['RoleName', 'Path'],
    create: async (context) => {
      const { properties, name } = context;
      const { Role } = await context.create(
        iam.createRole,
        defined({
          RoleName: name,
          AssumeRolePolicyDocument: document(properties.AssumeRolePolicyDocument),
          Description: text(properties.Description),
          Path: pathOf(properties),
          MaxSessionDuration: number(properties.MaxSessionDuration),
          Tags: properties.Tags,
        }),
        () => context.call(iam.getRole, { RoleName: name }),
      );
      await settlePolicies(context, {});
      return { ref: name, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
    },
    update: async (context, existing, previous) => {
      const { properties, name } = context;
      await context.call(iam.updateAssumeRolePolicy, {
        RoleName: name,
        PolicyDocument: document(properties.AssumeRolePolicyDocument),
      });
      await context.call(
        iam.updateRole,
        defined({
          RoleName: name,
          Description: text(properties.Description) ?? '',
          MaxSessionDuration: number(properties.MaxSessionDuration),
        }),
      );
      await settlePolicies(context, previous);
      return existing;
    },
    delete: async (context) => {
      const nothing: ResourceContext = { ...context, properties: {} };
      await settlePolicies(nothing, context.properties);
      await context.call(iam.deleteRole, { RoleName: context.name });
    },
  },
  'AWS::IAM::Policy': {
    kind: 'runs',
    properties: { PolicyName: true, PolicyDocument: true, Roles: true },
    attributes: ['Id'],
    nameProperty: 'PolicyName',
    maxNameLength: 128,
    replacedBy: ['PolicyName'],
    create: putPolicy,
    update: async (context, _, previous) => {
      await removePolicy(context, without(roleNames(previous.Roles), roleNames(context.properties.Roles)));
      return putPolicy(context);
    },
    delete: (context) => removePolicy(context, roleNames(context.properties.Roles)),
  },
  'AWS::IAM::RolePolicy': {
    kind: 'runs',
    properties: { PolicyName: true, PolicyDocument: true, RoleName: true },
    attributes: [],
    nameProperty: 'PolicyName',
    maxNameLength: 128,
    replacedBy: ['PolicyName', 'RoleName'],
    create: (context) =>
      putPolicy({ ...context, properties: { ...context.properties, Roles: [context.properties.RoleName ?? ''] } }),
    update: (context) =>
      putPolicy({ ...context, properties: { ...context.properties, Roles: [context.properties.RoleName ?? ''] } }),
    delete: (context) => removePolicy(context, [text(context.properties.RoleName) ?? '']),
  },
  'AWS::IAM::ManagedPolicy': {
    kind: 'runs',
    properties: { ManagedPolicyName: true, PolicyDocument: true, Roles: true, Description: true, Path: true },
    attributes: ['PolicyArn'],
    nameProperty: 'ManagedPolicyName',
    maxNameLength: 128,
    replacedBy: ['ManagedPolicyName', 'Path', 'Description'],
    create: async (context) => {
      const { properties, home, name } = context;
      await context.create(
        iam.createPolicy,
        defined({
          PolicyName: name,
          PolicyDocument: document(properties.PolicyDocument),
          Path: pathOf(properties),
          Description: text(properties.Description),
        }),
        async () => ({}),
      );
      return attach(context, `arn:aws:iam::${home.accountId}:policy${pathOf(properties)}${name}`);
    },
    update: async (context, existing, previous) => {
      if (document(previous.PolicyDocument) !== document(context.properties.PolicyDocument))
        await context.call(iam.createPolicyVersion, {
          PolicyArn: existing.ref,
          PolicyDocument: document(context.properties.PolicyDocument),
          SetAsDefault: true,
        });
      const roles = roleNames(context.properties.Roles);
      await detach(context, existing.ref, without(roleNames(previous.Roles), roles));
      return attach(context, existing.ref);
    },
    delete: async (context, existing) => {
      await detach(context, existing.ref, roleNames(context.properties.Roles));
      await context.call(iam.deletePolicy, { PolicyArn: existing.ref });
    },
  },
};
