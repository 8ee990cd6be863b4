import { arnOf } from '../../core/aws/arn.ts';
import { arnIn, each, type Input, type Lookup, type RequirementTable, text } from '../../core/policy/requirement.ts';

/**
 * The ARN of a stream or a group. The ARN of a group has the same form, with an empty stream:
 * `log-group:<name>:log-stream:`.
 */
const byStream = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'logs', `log-group:${text(input, 'logGroupName')}:log-stream:${text(input, 'logStreamName')}`),
];

const byGroup = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'logs', `log-group:${text(input, 'logGroupName')}:log-stream:`),
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const LOGS_REQUIREMENTS: RequirementTable = {
  ...each('logs', ['CreateLogStream', 'DeleteLogStream', 'GetLogEvents', 'PutLogEvents'], byStream),
  ...each(
    'logs',
    [
      'CreateLogGroup',
      'DeleteLogGroup',
      'DeleteRetentionPolicy',
      'DescribeLogGroups',
      'DescribeLogStreams',
      'FilterLogEvents',
      'PutRetentionPolicy',
    ],
    byGroup,
  ),
  ...each('logs', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('resourceArn')),
};
