import type { Value } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type RoleName = { readonly RoleName: string };

interface Role {
  readonly Arn: string;
  readonly RoleId: string;
  /** The trust policy as URL-encoded JSON text. */
  readonly AssumeRolePolicyDocument: string;
}

export const getRole = operation<RoleName, { readonly Role: Role }>('iam', 'GetRole');

type CreateRoleInput = RoleName & {
  /** The trust policy as JSON text, like all policy documents in inputs. */
  readonly AssumeRolePolicyDocument: string;
  readonly Description?: string;
  readonly Path: string;
  readonly MaxSessionDuration?: number;
  readonly Tags?: Value;
};

export const createRole = operation<CreateRoleInput, { readonly Role: Role }>('iam', 'CreateRole');

type UpdateRoleInput = RoleName & {
  readonly Description: string;
  readonly MaxSessionDuration?: number;
};

export const updateRole = operation<UpdateRoleInput>('iam', 'UpdateRole');

export const updateAssumeRolePolicy = operation<RoleName & { readonly PolicyDocument: string }>(
  'iam',
  'UpdateAssumeRolePolicy',
);

export const deleteRole = operation<RoleName>('iam', 'DeleteRole');

type RolePolicyName = RoleName & { readonly PolicyName: string };

export const putRolePolicy = operation<RolePolicyName & { readonly PolicyDocument: string }>('iam', 'PutRolePolicy');

export const deleteRolePolicy = operation<RolePolicyName>('iam', 'DeleteRolePolicy');

type Attachment = RoleName & { readonly PolicyArn: string };

export const attachRolePolicy = operation<Attachment>('iam', 'AttachRolePolicy');

export const detachRolePolicy = operation<Attachment>('iam', 'DetachRolePolicy');

type CreatePolicyInput = {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
  readonly Path: string;
  readonly Description?: string;
};

export const createPolicy = operation<CreatePolicyInput>('iam', 'CreatePolicy');

type CreatePolicyVersionInput = {
  readonly PolicyArn: string;
  readonly PolicyDocument: string;
  readonly SetAsDefault: boolean;
};

export const createPolicyVersion = operation<CreatePolicyVersionInput>('iam', 'CreatePolicyVersion');

export const deletePolicy = operation<{ readonly PolicyArn: string }>('iam', 'DeletePolicy');
