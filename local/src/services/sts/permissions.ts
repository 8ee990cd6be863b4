import { arnIn, each, type RequirementTable } from '../../core/policy/requirement.ts';

/** GetCallerIdentity needs no permission, as on AWS. */
export const STS_REQUIREMENTS: RequirementTable = {
  ...each('sts', ['AssumeRole'], arnIn('RoleArn')),
  GetCallerIdentity: () => [],
};
