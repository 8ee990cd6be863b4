import { arnOf } from '../../core/aws/arn.ts';
import { arnIn, each, type Input, type Lookup, type RequirementTable, text } from '../../core/policy/requirement.ts';

/** ARNs of groups have the form of stream ARNs: `log-group:<name>:log-stream:<stream, or empty>`. */
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
