import { arnOf } from '../../../core/aws/arn.ts';
import { arnIn, each, type Input, type Lookup, type RequirementTable, text } from '../../../core/permissions.ts';

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

/** GetCallerIdentity needs no permission. */
export const STS_REQUIREMENTS: RequirementTable = {
  ...each('sts', ['AssumeRole'], arnIn('RoleArn')),
  GetCallerIdentity: () => [],
};

const bySender =
  (...members: readonly string[]) =>
  (input: Input, { home }: Lookup): string[] => {
    const sender = members.map((member) => text(input, member)).find((value) => value !== '') ?? '';
    const [, address = sender] = /<([^>]*)>$/.exec(sender) ?? [];
    return [arnOf(home, 'ses', `identity/${address}`)];
  };

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html */
export const SES_REQUIREMENTS: RequirementTable = each(
  'ses',
  ['SendEmail', 'SendRawEmail'],
  bySender('FromEmailAddress', 'Source'),
);
