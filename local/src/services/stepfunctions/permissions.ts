import { arnOf } from '../../core/aws/arn.ts';
import {
  all,
  arnIn,
  as,
  each,
  everything,
  type Input,
  type Lookup,
  list,
  passingRole,
  type Requirements,
  type RequirementTable,
  roleIn,
  text,
} from '../../core/policy/requirement.ts';

const byStateMachine = arnIn('stateMachineArn');
const byAlias = arnIn('stateMachineAliasArn');

/** The ARN of the state machine, from the ARN of one of its versions or aliases. */
const stateMachineOf = (arn: string): string => arn.split(':').slice(0, 7).join(':');

const byRoutes = (input: Input): string[] =>
  list(input, 'routingConfiguration')
    .slice(0, 1)
    .map((route) => stateMachineOf(text(route, 'stateMachineVersionArn')));

/**
 * An answer to a task requires permission on the state machine that issued the token; an unknown token requires
 * permission on `*`.
 */
const byTask = (input: Input, lookup: Lookup): string[] => [lookup.stateMachineOfTask(text(input, 'taskToken')) ?? '*'];

const byNewStateMachine = (input: Input, { home }: Lookup): string[] => [
  arnOf(home, 'states', `stateMachine:${text(input, 'name')}`),
];

const roleOf = roleIn('roleArn');

/**
 * A test needs a second permission to see the secrets of an HTTP Task.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#test-state-permissions
 */
const byTest: Requirements = ({ revealSecrets }) =>
  ['states:TestState', ...(revealSecrets === true ? ['states:RevealSecrets'] : [])].map((action) => ({
    action,
    resources: ['*'],
  }));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
export const STATES_REQUIREMENTS: RequirementTable = {
  ...each(
    'states',
    [
      'DeleteStateMachine',
      'DescribeStateMachine',
      'ListStateMachineAliases',
      'ListStateMachineVersions',
      'PublishStateMachineVersion',
      'StartExecution',
      'StartSyncExecution',
    ],
    byStateMachine,
  ),
  ...each(
    'states',
    [
      'DescribeExecution',
      'DescribeStateMachineForExecution',
      'GetExecutionHistory',
      'ListMapRuns',
      'RedriveExecution',
      'StopExecution',
    ],
    arnIn('executionArn'),
  ),
  ...each('states', ['DeleteStateMachineAlias', 'DescribeStateMachineAlias', 'UpdateStateMachineAlias'], byAlias),
  ...each('states', ['DeleteActivity', 'DescribeActivity', 'GetActivityTask'], arnIn('activityArn')),
  ...each('states', ['ListTagsForResource', 'TagResource', 'UntagResource'], arnIn('resourceArn')),
  ...each('states', ['SendTaskFailure', 'SendTaskHeartbeat', 'SendTaskSuccess'], byTask),
  ...each('states', ['ValidateStateMachineDefinition'], everything),
  TestState: passingRole(byTest, 'states.amazonaws.com', roleOf),
  ...each('states', ['ListActivities'], all('states', 'activity:*')),
  ...each('states', ['ListStateMachines'], all('states', 'stateMachine:*')),
  ...each('states', ['CreateActivity'], (input, { home }) => [
    arnOf(home, 'states', `activity:${text(input, 'name')}`),
  ]),
  ...each('states', ['CreateStateMachineAlias'], byRoutes),
  ...each('states', ['DeleteStateMachineVersion'], (input) => [stateMachineOf(text(input, 'stateMachineVersionArn'))]),
  ...each('states', ['DescribeMapRun', 'UpdateMapRun'], arnIn('mapRunArn')),
  ...each('states', ['ListExecutions'], (input) => [text(input, 'stateMachineArn') || text(input, 'mapRunArn')]),
  CreateStateMachine: passingRole(as('states:CreateStateMachine', byNewStateMachine), 'states.amazonaws.com', roleOf),
  UpdateStateMachine: passingRole(as('states:UpdateStateMachine', byStateMachine), 'states.amazonaws.com', roleOf),
};
