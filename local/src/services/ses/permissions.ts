import { arnOf } from '../../core/aws/arn.ts';
import { each, type Input, type Lookup, type RequirementTable, text } from '../../core/policy/requirement.ts';

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
