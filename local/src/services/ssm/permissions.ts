import {
  all,
  each,
  type Input,
  type Lookup,
  list,
  type RequirementTable,
  text,
  texts,
} from '../../core/policy/requirement.ts';
import { arnOfParameter, selectorOf } from './names.ts';

const arnFor = (selector: string, { home }: Lookup): string =>
  arnOfParameter(home, selectorOf(selector, home).names[0] ?? '');

/** The parameter whose name, with or without a version, or whose ARN is the member `member`. */
const byName =
  (member: string) =>
  (input: Input, lookup: Lookup): readonly string[] => [arnFor(text(input, member), lookup)];

const byNames = (input: Input, lookup: Lookup): readonly string[] =>
  texts(input, 'Names').map((name) => arnFor(name, lookup));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const SSM_REQUIREMENTS: RequirementTable = {
  ...each('ssm', ['DeleteParameter', 'GetParameter', 'GetParameterHistory'], byName('Name')),
  ...each('ssm', ['DeleteParameters', 'GetParameters'], byNames),
  ...each('ssm', ['GetParametersByPath'], byName('Path')),
  ...each('ssm', ['DescribeParameters'], all('ssm', '*')),
  ...each('ssm', ['AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource'], byName('ResourceId')),
  PutParameter: (input, lookup) => {
    const resources = byName('Name')(input, lookup);
    const actions = list(input, 'Tags').length > 0 ? ['PutParameter', 'AddTagsToResource'] : ['PutParameter'];
    return actions.map((action) => ({ action: `ssm:${action}`, resources }));
  },
};
