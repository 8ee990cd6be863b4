import { arnOf } from '../../core/aws/arn.ts';
import {
  arnIn,
  as,
  each,
  everything,
  type Input,
  type Lookup,
  passingRole,
  type RequirementTable,
  roleIn,
  text,
} from '../../core/policy/requirement.ts';

const byPipe = (input: Input, { home }: Lookup): string[] => [arnOf(home, 'pipes', `pipe/${text(input, 'Name')}`)];

const passing = (action: string) => passingRole(as(action, byPipe), 'pipes.amazonaws.com', roleIn('RoleArn'));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgepipes.html */
export const PIPES_REQUIREMENTS: RequirementTable = {
  CreatePipe: passing('pipes:CreatePipe'),
  UpdatePipe: passing('pipes:UpdatePipe'),
  ...each('pipes', ['DeletePipe', 'DescribePipe', 'StartPipe', 'StopPipe'], byPipe),
  ...each('pipes', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('resourceArn')),
  ...each('pipes', ['ListPipes'], everything),
};
