import { AwsError } from '../../../core/aws/aws-error.ts';
import { entityName } from '../../../core/parameters/iam-dialect.ts';
import type { Action } from '../../../core/service.ts';
import { awsManagedArns, awsManagedPolicy } from '../aws-managed.ts';
import { entityId } from '../entity-id.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from '../errors.ts';
import type { ManagedPolicy, PolicyVersion } from '../iam-store.ts';
import {
  encodedDocument,
  entityPath,
  optionalText,
  page,
  policyDocument,
  requiredText,
  tagsOf,
} from '../parameters.ts';
import type { IamContext } from './context.ts';

const MAX_NAME_LENGTH = 128;
const MAX_VERSIONS = 5;
const CONFLICT = 409;
/**
 * CreateDate and UpdateDate of AWS managed policies. It is the epoch, because this runtime does not know the real
 * dates.
 */
const AWS_CREATED_MS = 0;

const awsPolicy = (arn: string): ManagedPolicy | undefined => {
  if (awsManagedPolicy(arn) === undefined) return undefined;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const path = arn.slice(arn.indexOf('policy/') + 'policy'.length, arn.length - name.length);
  return {
    arn,
    name,
    path,
    id: `ANPA${name.toUpperCase()}`,
    description: undefined,
    defaultVersion: 'v1',
    lastVersion: 1,
    tags: [],
    createdMs: AWS_CREATED_MS,
    updatedMs: AWS_CREATED_MS,
  };
};

/**
 * The actions on managed policies.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export const managedPolicyActions = ({ store, kernel }: IamContext): Record<string, Action> => {
  const shape = (policy: ManagedPolicy) => ({
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: store.attachedRoles(policy.arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createdMs),
    UpdateDate: new Date(policy.updatedMs),
    ...(policy.tags.length === 0 ? {} : { Tags: policy.tags }),
  });
  const policyIn = (input: Record<string, unknown>): ManagedPolicy => {
    const arn = requiredText(input, 'PolicyArn');
    const policy = store.policy(arn) ?? awsPolicy(arn);
    if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
    return policy;
  };
  const customerManaged = (input: Record<string, unknown>): ManagedPolicy => {
    const policy = policyIn(input);
    if (!store.policy(policy.arn))
      throw new AwsError('AccessDenied', `AWS manages the policy ${policy.arn}; it cannot be changed.`, {
        statusCode: 403,
      });
    return policy;
  };
  const versionsOf = (policy: ManagedPolicy): PolicyVersion[] => {
    const document = awsManagedPolicy(policy.arn);
    return document === undefined
      ? store.versions(policy.arn)
      : [{ version: 'v1', document, createdMs: policy.createdMs }];
  };
  const versionOf = (policy: ManagedPolicy, input: Record<string, unknown>): PolicyVersion => {
    const id = requiredText(input, 'VersionId');
    const version = versionsOf(policy).find((known) => known.version === id);
    if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
    return version;
  };
  const versionShape = (policy: ManagedPolicy, { version, createdMs }: PolicyVersion) => ({
    VersionId: version,
    IsDefaultVersion: policy.defaultVersion === version,
    CreateDate: new Date(createdMs),
  });
  return {
    CreatePolicy: async (input) => {
      const name = entityName(input, 'PolicyName', { max: MAX_NAME_LENGTH });
      const path = entityPath(input);
      const document = policyDocument(input, 'PolicyDocument', 'identity');
      const createdMs = kernel.clock.now();
      const policy: ManagedPolicy = {
        arn: `arn:aws:iam::${kernel.home.accountId}:policy${path}${name}`,
        name,
        path,
        id: entityId('ANPA', kernel.ids),
        description: optionalText(input, 'Description'),
        defaultVersion: 'v1',
        lastVersion: 1,
        tags: tagsOf(input),
        createdMs,
        updatedMs: createdMs,
      };
      await store.change(() => {
        if (store.policies().some((known) => known.name === name))
          throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
        store.putPolicy(policy);
        store.putVersion(policy.arn, { version: 'v1', document, createdMs });
      });
      return { Policy: shape(policy) };
    },
    GetPolicy: (input) => ({ Policy: shape(policyIn(input)) }),
    ListPolicies: (input) => {
      const scope = optionalText(input, 'Scope') ?? 'All';
      const aws = awsManagedArns().flatMap((arn) => awsPolicy(arn) ?? []);
      const all = [...(scope === 'AWS' ? [] : store.policies()), ...(scope === 'Local' ? [] : aws)];
      const onlyAttached = String(input.OnlyAttached) === 'true';
      const { items, ...rest } = page(
        input,
        all.map(shape).filter(({ AttachmentCount }) => !onlyAttached || AttachmentCount > 0),
      );
      return { Policies: items, ...rest };
    },
    DeletePolicy: async (input) => {
      const policy = customerManaged(input);
      if (store.attachedRoles(policy.arn).length > 0)
        throw deleteConflict('Cannot delete a policy attached to entities.');
      await store.change(() => store.deletePolicy(policy.arn));
    },
    CreatePolicyVersion: async (input) => {
      const policy = customerManaged(input);
      const document = policyDocument(input, 'PolicyDocument', 'identity');
      const isDefault = String(input.SetAsDefault) === 'true';
      const made: PolicyVersion = { version: `v${policy.lastVersion + 1}`, document, createdMs: kernel.clock.now() };
      const changed: ManagedPolicy = {
        ...policy,
        lastVersion: policy.lastVersion + 1,
        defaultVersion: isDefault ? made.version : policy.defaultVersion,
        updatedMs: made.createdMs,
      };
      await store.change(() => {
        if (store.versions(policy.arn).length >= MAX_VERSIONS)
          throw new AwsError(
            'LimitExceeded',
            'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
            { statusCode: CONFLICT },
          );
        store.putPolicy(changed);
        store.putVersion(policy.arn, made);
      });
      return { PolicyVersion: versionShape(changed, made) };
    },
    GetPolicyVersion: (input) => {
      const policy = policyIn(input);
      const version = versionOf(policy, input);
      return {
        PolicyVersion: { Document: encodedDocument(version.document), ...versionShape(policy, version) },
      };
    },
    ListPolicyVersions: (input) => {
      const policy = policyIn(input);
      const { items, ...rest } = page(input, versionsOf(policy));
      return { Versions: items.map((version) => versionShape(policy, version)), ...rest };
    },
    DeletePolicyVersion: async (input) => {
      const policy = customerManaged(input);
      const { version } = versionOf(policy, input);
      if (version === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
      await store.change(() => store.deleteVersion(policy.arn, version));
    },
    SetDefaultPolicyVersion: async (input) => {
      const policy = customerManaged(input);
      const { version } = versionOf(policy, input);
      await store.change(() => store.putPolicy({ ...policy, defaultVersion: version }));
    },
    ListEntitiesForPolicy: (input) => {
      const roles = store.attachedRoles(policyIn(input).arn).flatMap((name) => store.role(name) ?? []);
      return {
        PolicyGroups: [],
        PolicyUsers: [],
        PolicyRoles: roles.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        IsTruncated: false,
      };
    },
  };
};
