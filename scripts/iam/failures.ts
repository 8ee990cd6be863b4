import { DescribeArchiveCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, GetPolicyCommand, InvokeCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { APPLICATION_SUBMITTED } from '../../events/names.ts';
import { put, roleThatMay, takeFrom, type Walked, whileDenied } from './system.ts';

/** Longer than the interval of the hourly schedules. */
const SCHEDULED = 3_700;
/** Longer than Lambda's two retries of an asynchronous event: after one minute, then after two more. */
const ALL_ATTEMPTS = 600;

const OUTCOME = { applicationId: 'nobody', outcome: 'APPROVED', occurredAt: '2026-01-01T00:00:00.000Z' };

/** Per asynchronous function: an event for Invoke, the denied action that makes it fail, and what fires its rule. */
const FUNCTIONS: {
  readonly [name: string]: { event: unknown; denied: string; trigger(walked: Walked): Promise<void> };
} = {
  'close-review': {
    event: { detail: OUTCOME },
    denied: 'dynamodb:UpdateItem',
    trigger: (walked) => put(walked, 'ApplicationRejected', { ...OUTCOME, outcome: 'REJECTED' }),
  },
  'keep-reviews': {
    event: {},
    denied: 'dynamodb:Query',
    trigger: (walked) => walked.aws.clock.advance({ seconds: SCHEDULED }),
  },
  'remind-reviews': {
    event: {},
    denied: 'dynamodb:Query',
    trigger: (walked) => walked.aws.clock.advance({ seconds: SCHEDULED }),
  },
  'reconcile-outcomes': {
    event: {},
    denied: 'states:ListExecutions',
    trigger: (walked) => walked.aws.clock.advance({ seconds: SCHEDULED }),
  },
};

/** A function fails on an event three times; Lambda sends the event to the dead-letter queue with the function's role. */
const functionsFail = async (walked: Walked): Promise<void> => {
  for (const [name, { event, denied }] of Object.entries(FUNCTIONS)) {
    const role = await roleThatMay(walked, 'logs:PutLogEvents', new RegExp(`/aws/lambda/${name}:`));
    await whileDenied(walked, role, denied, async () => {
      const Payload = JSON.stringify(event);
      await walked.lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }));
      await walked.aws.clock.advance({ seconds: ALL_ATTEMPTS });
      await takeFrom(walked, `${name}-dlq`);
    });
  }
};

/** Rules that send their events to a queue, with what fires them. */
const QUEUES: { readonly [name: string]: (walked: Walked) => Promise<void> } = {
  'open-account': (walked) => put(walked, 'ApplicationApproved', OUTCOME),
  notify: (walked) => put(walked, APPLICATION_SUBMITTED, { application: { id: 'untold', name: '', address: '' } }),
};

/** EventBridge may not send to a queue; it sends the event to the dead-letter queue, which that queue's policy allows. */
const queuesRefuse = async (walked: Walked): Promise<void> => {
  for (const [QueueName, trigger] of Object.entries(QUEUES))
    await whileQueueRefuses(walked, QueueName, async () => {
      await trigger(walked);
      await takeFrom(walked, `${QueueName}-dlq`);
    });
};

interface PolicyStatement {
  readonly Sid: string;
  readonly Principal: { readonly Service: string };
  readonly Condition: { readonly ArnLike: { readonly 'AWS:SourceArn': string } };
}

/** EventBridge may not invoke a function; it sends the event to the dead-letter queue, which the queue's policy allows. */
const functionsRefuse = async (walked: Walked): Promise<void> => {
  for (const [FunctionName, { trigger }] of Object.entries(FUNCTIONS)) {
    const { Policy = '{}' } = await walked.lambda.send(new GetPolicyCommand({ FunctionName }));
    const [statement] = (JSON.parse(Policy) as { Statement: PolicyStatement[] }).Statement;
    if (!statement) throw new Error(`The policy of ${FunctionName} has no statement.`);
    const { Sid: StatementId, Principal, Condition } = statement;
    walked.provoked.add('events.amazonaws.com lambda:InvokeFunction');
    await walked.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    await trigger(walked);
    await takeFrom(walked, `${FunctionName}-dlq`);
    await walked.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: Principal.Service,
        SourceArn: Condition.ArnLike['AWS:SourceArn'],
      }),
    );
  }
};

const startRefused = async (walked: Walked): Promise<void> => {
  const role = await roleThatMay(walked, 'states:StartExecution', /:account-application$/);
  await whileDenied(walked, role, 'states:StartExecution', async () => {
    await put(walked, APPLICATION_SUBMITTED, {
      application: { id: 'not-started', name: 'Spock', address: '1 Street' },
    });
    await takeFrom(walked, 'submissions-dlq');
  });
};

/** Replays the whole archive. A replay's times are whole seconds, so the clock is first moved past the last event. */
const replay = async (walked: Walked, name: string): Promise<void> => {
  const { events, aws } = walked;
  await walked.aws.clock.advance({ seconds: 2 });
  const archive = await events.send(new DescribeArchiveCommand({ ArchiveName: 'account-applications' }));
  await events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archive.ArchiveArn,
      Destination: { Arn: archive.EventSourceArn },
      EventStartTime: archive.CreationTime,
      EventEndTime: aws.clock.now(),
    }),
  );
};

/** Runs `work` while the queue has no policy. */
const whileQueueRefuses = async ({ sqs, provoked }: Walked, QueueName: string, work: () => Promise<void>) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const Policy = Attributes?.Policy ?? '';
  provoked.add('events.amazonaws.com sqs:SendMessage');
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  await work();
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
};

/** A preview is delivered to its queue; if the queue's policy denies that, to the dead-letter queue. */
const previewed = async (walked: Walked): Promise<void> => {
  await put(walked, APPLICATION_SUBMITTED, { application: { id: 'previewed', name: 'Spock', address: '1 Street' } });
  await replay(walked, 'preview-one');
  await takeFrom(walked, 'replay-preview');
  await whileQueueRefuses(walked, 'replay-preview', async () => {
    await replay(walked, 'preview-two');
    await takeFrom(walked, 'replay-preview-dlq');
  });
};

/** Every path into a dead-letter queue that needs a permission. SQS moves a consumer's failed messages without one. */
export const FAILURE_PATHS = {
  'a preview of a replay, delivered and denied': previewed,
  'functions that fail': functionsFail,
  'functions that may not be invoked': functionsRefuse,
  'queues that may not be sent to': queuesRefuse,
  'a state machine that may not be started': startRefused,
};
