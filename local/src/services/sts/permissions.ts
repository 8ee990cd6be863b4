import { arnIn, each, type RequirementTable } from '../../core/policy/requirement.ts';

/** As on AWS, GetCallerIdentity needs no permission. */
export const STS_REQUIREMENTS: RequirementTable = {
  ...each('sts', ['AssumeRole'], arnIn('RoleArn')),
  GetCallerIdentity: () => [],
};
