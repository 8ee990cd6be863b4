import { arnIn, each, type Input, type Lookup, type RequirementTable, text } from '../../core/policy/requirement.ts';

const byRole = (input: Input, { home }: Lookup): string[] => [
  `arn:aws:iam::${home.accountId}:role${text(input, 'Path') || '/'}${text(input, 'RoleName')}`,
];
const byNewPolicy = (input: Input, { home }: Lookup): string[] => [
  `arn:aws:iam::${home.accountId}:policy${text(input, 'Path') || '/'}${text(input, 'PolicyName')}`,
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const IAM_REQUIREMENTS: RequirementTable = {
  ...each(
    'iam',
    [
      'AttachRolePolicy',
      'CreateRole',
      'DeleteRole',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRole',
      'GetRolePolicy',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
      'ListRolePolicies',
      'ListRoleTags',
      'PutRolePolicy',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
    ],
    byRole,
  ),
  ...each(
    'iam',
    [
      'CreatePolicyVersion',
      'DeletePolicy',
      'DeletePolicyVersion',
      'GetPolicy',
      'GetPolicyVersion',
      'ListEntitiesForPolicy',
      'ListPolicyVersions',
      'SetDefaultPolicyVersion',
    ],
    arnIn('PolicyArn'),
  ),
  ...each('iam', ['CreatePolicy'], byNewPolicy),
  ...each('iam', ['ListPolicies'], (_, { home }) => [`arn:aws:iam::${home.accountId}:policy/`]),
  ...each('iam', ['ListRoles'], (_, { home }) => [`arn:aws:iam::${home.accountId}:role/`]),
};
