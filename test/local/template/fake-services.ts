import type { AwsError } from '../../../local/src/core/aws/aws-error.ts';
import type { ServiceModule } from '../../../local/src/core/service.ts';

type Input = Record<string, unknown>;
interface RecordedCall {
  readonly service: string;
  readonly action: string;
  readonly input: Input;
}

export interface FakeServices {
  readonly modules: ServiceModule[];
  /** Calls since the last `clear`, in order. */
  readonly calls: RecordedCall[];
  /** `service:Action` of each call, in order. */
  names(): string[];
  inputOf(name: string): Input;
  /** Makes the next call of `service:Action` fail with this error. */
  failOnce(name: string, error: AwsError): void;
  clear(): void;
}

const ACCOUNT = '000000000000';

/** Answers whose content a deployment reads. All other actions answer with an empty object. */
const ANSWERS: { readonly [name: string]: (input: Input, count: number) => unknown } = {
  'sqs:CreateQueue': ({ QueueName }) => ({ QueueUrl: `http://127.0.0.1:4566/${ACCOUNT}/${QueueName}` }),
  'sns:Subscribe': ({ TopicArn }, count) => ({ SubscriptionArn: `${TopicArn}:subscription-${count}` }),
  'iam:CreateRole': ({ RoleName }) => ({ Role: { Arn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`, RoleId: 'AROA' } }),
  'dynamodb:DescribeTable': () => ({ Table: { TableStatus: 'ACTIVE' } }),
  'lambda:CreateEventSourceMapping': (_, count) => ({ UUID: `mapping-${count}` }),
  'events:PutTargets': () => ({ FailedEntryCount: 0, FailedEntries: [] }),
  'events:RemoveTargets': () => ({ FailedEntryCount: 0, FailedEntries: [] }),
  'ssm:GetParameters': () => ({ Parameters: [] }),
  'states:CreateStateMachine': () => ({ revisionId: 'INITIAL' }),
};

/** Fake services that record each call. Their answers have only the members that a deployment reads. */
export const fakeServices = (): FakeServices => {
  const calls: RecordedCall[] = [];
  const failures = new Map<string, AwsError>();
  let count = 0;
  const act = (service: string, action: string, input: Input): unknown => {
    calls.push({ service, action, input });
    const name = `${service}:${action}`;
    const failure = failures.get(name);
    failures.delete(name);
    if (failure) throw failure;
    count += 1;
    return ANSWERS[name]?.(input, count) ?? {};
  };
  const modules = ['sqs', 'sns', 'dynamodb', 'events', 'states', 'lambda', 'iam', 'logs', 'ssm'].map((name) => ({
    service: { name, protocols: [], actions: everyAction((action, input) => act(name, action, input)) },
  }));
  const names = () => calls.map(({ service, action }) => `${service}:${action}`);
  return {
    modules,
    calls,
    names,
    inputOf: (name) => {
      const call = calls.find(({ service, action }) => `${service}:${action}` === name);
      if (!call) throw new Error(`${name} was not called.`);
      return call.input;
    },
    failOnce: (name, error) => void failures.set(name, error),
    clear: () => void calls.splice(0),
  };
};

const everyAction = (act: (action: string, input: Input) => unknown): Record<string, (input: Input) => unknown> =>
  new Proxy<Record<string, (input: Input) => unknown>>(
    {},
    {
      get: (_, action) => (input: Input) => act(String(action), input),
      has: () => true,
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, writable: true, value: () => ({}) }),
    },
  );
