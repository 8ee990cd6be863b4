import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Clients, configFor } from '../../test/support/clients.ts';
import { timed } from '../bench.ts';

/** Number of executions that one execution of `growth-starter` starts. */
const STARTED_AT_ONCE = 1_000;
const ITEMS_OF_A_CALL = 25;
const WIDTH = 8;

const ACCOUNT = '000000000000';
const machineArn = (name: string): string => `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${name}`;

const task = (Resource: string, Arguments: object, further: object = {}) => ({
  StartAt: 'Task',
  States: { Task: { Type: 'Task', Resource: `arn:aws:states:::${Resource}`, Arguments, ...further, End: true } },
});

/**
 * Definitions of three state machines: one ends immediately, one waits for a decision, and one starts many executions
 * of one of the other two.
 */
const DEFINITIONS = (queueUrl: string) => ({
  'growth-finished': { QueryLanguage: 'JSONata', StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
  'growth-pending': {
    QueryLanguage: 'JSONata',
    ...task(
      'sqs:sendMessage.waitForTaskToken',
      { QueueUrl: queueUrl, MessageBody: { taskToken: '{% $states.context.Task.Token %}' } },
      { TimeoutSeconds: 2_592_000 },
    ),
  },
  'growth-starter': {
    QueryLanguage: 'JSONata',
    StartAt: 'Many',
    States: {
      Many: {
        Type: 'Map',
        Items: `{% [1..${STARTED_AT_ONCE}].{ "machine": $states.input.machine } %}`,
        ItemProcessor: task(
          'states:startExecution',
          { StateMachineArn: '{% $states.input.machine %}', Input: {} },
          { Output: {} },
        ),
        Output: {},
        End: true,
      },
    },
  },
});

/** Creates the state machines, and the role and the queue that they need. */
export const prepare = async ({ endpoint, sfn, sqs }: Clients): Promise<void> => {
  const iam = new IAMClient(configFor(endpoint));
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const may = { Effect: 'Allow', Action: ['states:StartExecution', 'sqs:SendMessage'], Resource: '*' };
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await iam.send(new CreateRoleCommand({ RoleName: 'growth', AssumeRolePolicyDocument: document(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'growth', PolicyName: 'may', PolicyDocument: document(may) }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'growth' }));
  for (const [name, definition] of Object.entries(DEFINITIONS(String(QueueUrl))))
    await sfn.send(
      new CreateStateMachineCommand({
        name,
        definition: JSON.stringify(definition),
        roleArn: `arn:aws:iam::${ACCOUNT}:role/growth`,
      }),
    );
};

/**
 * Adds `count` (whole thousands) ended executions, and the same number of executions that wait for a task token, each
 * with its own record and review.
 */
export const grow = async (clients: Clients, from: number, count: number): Promise<void> => {
  for (const machine of ['growth-finished', 'growth-pending'])
    for (let started = 0; started < count; started += STARTED_AT_ONCE) await startMany(clients, machineArn(machine));
  await addReviews(clients, from, count);
};

const startMany = async ({ sfn }: Clients, machine: string): Promise<void> => {
  const input = JSON.stringify({ machine });
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('growth-starter'), input }),
  );
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`The starter is ${status}: ${cause}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const recordOf = (id: string) => ({ id, state: 'FLAGGED_FOR_REVIEW', name: 'evil Spock', address: '123 Some Street' });

const reviewOf = (applicationId: string, index: number) => ({
  applicationId,
  state: 'PENDING',
  reasons: ['NAME'],
  version: 1,
  requestedAt: '2026-01-01T00:00:00.000Z',
  dueAt: new Date(Date.UTC(2099, 0, 1) + index * 1_000).toISOString(),
});

const addReviews = async ({ tables }: Clients, from: number, count: number): Promise<void> => {
  const write = async (table: string, items: readonly Record<string, unknown>[]) => {
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems } = await tables.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error(`${table} did not take all items.`);
  };
  await timed(count / ITEMS_OF_A_CALL, WIDTH, async (call) => {
    const indices = Array.from({ length: ITEMS_OF_A_CALL }, (_, index) => from + call * ITEMS_OF_A_CALL + index);
    const id = (index: number) => `pending-${String(index).padStart(6, '0')}`;
    await write(
      'applications',
      indices.map((index) => recordOf(id(index))),
    );
    await write(
      'reviews',
      indices.map((index) => reviewOf(id(index), index)),
    );
  });
};
