import { arnOf } from '../../core/aws/arn.ts';
import {
  all,
  arnIn,
  distinct,
  each,
  everything,
  type Input,
  type Lookup,
  list,
  passingRole,
  type RequirementTable,
  roleIn,
  text,
} from '../../core/policy/requirement.ts';

const DEFAULT_BUS = 'default';

/** The ARN of a bus; a request contains its name or its ARN. */
const bus = (name: string, { home }: Lookup): string =>
  name.startsWith('arn:') ? name : arnOf(home, 'events', `event-bus/${name || DEFAULT_BUS}`);

const byBus =
  (member: string) =>
  (input: Input, lookup: Lookup): string[] => [bus(text(input, member), lookup)];

const byRule =
  (member: string) =>
  (input: Input, { home }: Lookup): string[] => {
    const busName = text(input, 'EventBusName').replace(/^.*event-bus\//, '');
    const path = busName === '' || busName === DEFAULT_BUS ? '' : `${busName}/`;
    return [arnOf(home, 'events', `rule/${path}${text(input, member)}`)];
  };

const byName =
  (kind: 'archive' | 'replay' | 'connection' | 'api-destination', member: string) =>
  (input: Input, { home }: Lookup): string[] => [arnOf(home, 'events', `${kind}/${text(input, member)}`)];

const ruleActions = each('events', ['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule'], byRule('Name'));
const putRule = (input: Input, lookup: Lookup) => [
  { action: 'events:PutRule', resources: byRule('Name')(input, lookup) },
];
const putTargets = (input: Input, lookup: Lookup) => [
  { action: 'events:PutTargets', resources: byRule('Rule')(input, lookup) },
];
const roleOf = roleIn('RoleArn');

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const EVENTS_REQUIREMENTS: RequirementTable = {
  ...ruleActions,
  ...each('events', ['ListTargetsByRule', 'RemoveTargets'], byRule('Rule')),
  ...each('events', ['CreateEventBus', 'DeleteEventBus', 'DescribeEventBus', 'UpdateEventBus'], byBus('Name')),
  ...each('events', ['PutPermission', 'RemovePermission'], byBus('EventBusName')),
  ...each(
    'events',
    ['CreateArchive', 'DeleteArchive', 'DescribeArchive', 'UpdateArchive'],
    byName('archive', 'ArchiveName'),
  ),
  ...each('events', ['CancelReplay', 'DescribeReplay', 'StartReplay'], byName('replay', 'ReplayName')),
  ...each('events', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('ResourceARN')),
  ...each('events', ['ListArchives', 'ListReplays', 'ListRuleNamesByTarget', 'TestEventPattern'], everything),
  ...each(
    'events',
    ['CreateConnection', 'DeauthorizeConnection', 'DeleteConnection', 'DescribeConnection', 'UpdateConnection'],
    byName('connection', 'Name'),
  ),
  ...each(
    'events',
    ['CreateApiDestination', 'DeleteApiDestination', 'DescribeApiDestination', 'UpdateApiDestination'],
    byName('api-destination', 'Name'),
  ),
  ...each('events', ['ListApiDestinations', 'ListConnections'], everything),
  ...each('events', ['InvokeApiDestination'], arnIn('ApiDestinationArn')),
  ...each('events', ['ListEventBuses'], all('events', 'event-bus/*')),
  ...each('events', ['ListRules'], all('events', 'rule/*')),
  PutRule: passingRole(putRule, 'events.amazonaws.com', roleOf),
  PutTargets: passingRole(putTargets, 'events.amazonaws.com', (input) =>
    distinct(list(input, 'Targets').flatMap(roleOf)),
  ),
  PutEvents: (input, lookup) => {
    const entries = list(input, 'Entries');
    return [
      {
        action: 'events:PutEvents',
        resources: distinct(entries.map((entry) => bus(text(entry, 'EventBusName'), lookup))),
        keys: {
          'events:source': distinct(entries.map((entry) => text(entry, 'Source'))),
          'events:detail-type': distinct(entries.map((entry) => text(entry, 'DetailType'))),
        },
      },
    ];
  },
};
