import { entityName } from '../../../core/parameters/iam-dialect.ts';
import type { Action } from '../../../core/service.ts';
import { entityId } from '../entity-id.ts';
import { alreadyExists, deleteConflict } from '../errors.ts';
import type { Role } from '../iam-store.ts';
import {
  encodedDocument,
  entityPath,
  type Input,
  optionalInteger,
  optionalText,
  page,
  policyDocument,
  requiredText,
  type Tag,
  tagsOf,
} from '../parameters.ts';
import { type IamContext, namedRole } from './context.ts';

const MAX_NAME_LENGTH = 64;
const DEFAULT_SESSION_SECONDS = 3600;

const shape = (role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdMs),
  AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
  ...(role.description === undefined ? {} : { Description: role.description }),
  MaxSessionDuration: role.maxSessionSeconds,
  ...(role.tags.length === 0 ? {} : { Tags: role.tags }),
});

/** Reads MaxSessionDuration, in seconds: one hour to twelve hours. */
const sessionSecondsIn = (input: Input): number | undefined =>
  optionalInteger(input, 'MaxSessionDuration', { min: 3600, max: 43_200 });

const merged = (tags: readonly Tag[], more: readonly Tag[]): Tag[] => [
  ...tags.filter(({ Key }) => !more.some((tag) => tag.Key === Key)),
  ...more,
];

/**
 * The actions on roles. The actions on their policies are in other files.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const roleActions = (context: IamContext): Record<string, Action> => {
  const { store, kernel } = context;
  const change = (input: Record<string, unknown>, changed: (role: Role) => Partial<Role>) => {
    const role = namedRole(context, input);
    return store.change(() => store.putRole({ ...role, ...changed(role) }));
  };
  return {
    CreateRole: async (input) => {
      const name = entityName(input, 'RoleName', { max: MAX_NAME_LENGTH });
      const path = entityPath(input);
      const trustPolicy = policyDocument(input, 'AssumeRolePolicyDocument', 'trust');
      const role: Role = {
        name,
        path,
        arn: `arn:aws:iam::${kernel.home.accountId}:role${path}${name}`,
        id: entityId('AROA', kernel.ids),
        trustPolicy,
        description: optionalText(input, 'Description'),
        maxSessionSeconds: sessionSecondsIn(input) ?? DEFAULT_SESSION_SECONDS,
        tags: tagsOf(input),
        createdMs: kernel.clock.now(),
        hadPolicy: false,
      };
      await store.change(() => {
        if (store.role(name)) throw alreadyExists(`Role with name ${name} already exists.`);
        store.putRole(role);
      });
      return { Role: shape(role) };
    },
    GetRole: (input) => ({ Role: shape(namedRole(context, input)) }),
    ListRoles: (input) => {
      const prefix = optionalText(input, 'PathPrefix') ?? '/';
      const { items, ...rest } = page(
        input,
        store.roles().filter(({ path }) => path.startsWith(prefix)),
      );
      return { Roles: items.map(shape), ...rest };
    },
    DeleteRole: async (input) => {
      const { name } = namedRole(context, input);
      if (store.rolePolicies(name).size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
      if (store.attachments(name).length > 0)
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      await store.change(() => store.deleteRole(name));
    },
    UpdateRole: async (input) => {
      await change(input, (role) => ({
        description: optionalText(input, 'Description') ?? role.description,
        maxSessionSeconds: sessionSecondsIn(input) ?? role.maxSessionSeconds,
      }));
      return {};
    },
    UpdateAssumeRolePolicy: async (input) => {
      const trustPolicy = policyDocument(input, 'PolicyDocument', 'trust');
      await change(input, () => ({ trustPolicy }));
    },
    TagRole: async (input) => {
      await change(input, ({ tags }) => ({ tags: merged(tags, tagsOf(input)) }));
    },
    UntagRole: async (input) => {
      const keys: readonly unknown[] = Array.isArray(input.TagKeys) ? input.TagKeys : [requiredText(input, 'TagKeys')];
      await change(input, ({ tags }) => ({ tags: tags.filter(({ Key }) => !keys.includes(Key)) }));
    },
    ListRoleTags: (input) => {
      const { items, ...rest } = page(input, namedRole(context, input).tags);
      return { Tags: items, ...rest };
    },
    ListInstanceProfilesForRole: (input) => {
      namedRole(context, input);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
};
