import { DescribeArchiveCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, GetPolicyCommand, InvokeCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { APPLICATION_AMENDED, APPLICATION_SUBMITTED } from '../../events/names.ts';
import { invoke, put, recordAs, roleThatMay, type System, takeFrom, whileDenied } from './system.ts';

/** Time that the clock is moved for a schedule: longer than the interval of the hourly schedules. */
const SCHEDULE_SECONDS = 3_700;
/** Longer than the interval of the daily schedule. */
const DAY_SECONDS = 90_000;
/** Longer than Lambda's two retries of an asynchronous event: after one minute, then after two more. */
const ALL_ATTEMPTS_SECONDS = 600;

/** The alias that callers of the functions name. */
const Qualifier = 'live';

const OUTCOME = { applicationId: 'nobody', outcome: 'APPROVED', occurredAt: '2026-01-01T00:00:00.000Z' };
const AMENDMENT = { application: { id: 'nobody', version: 2, name: 'Spock' } };

/**
 * For each asynchronous function: an event for Invoke, the action whose denial makes the function fail, and a way to
 * trigger its rule.
 */
const FUNCTIONS: {
  readonly [name: string]: { event: unknown; denied: string; trigger(system: System): Promise<void> };
} = {
  'close-review': {
    event: { detail: OUTCOME },
    denied: 'dynamodb:UpdateItem',
    trigger: (system) => put(system, 'ApplicationRejected', { ...OUTCOME, outcome: 'REJECTED' }),
  },
  'take-amendment': {
    event: { detail: AMENDMENT },
    denied: 'dynamodb:GetItem',
    trigger: (system) => put(system, APPLICATION_AMENDED, AMENDMENT),
  },
  'keep-reviews': {
    event: {},
    denied: 'dynamodb:Query',
    trigger: (system) => system.aws.clock.advance({ seconds: SCHEDULE_SECONDS }),
  },
  'seal-case-files': {
    event: {},
    denied: 'dynamodb:Scan',
    trigger: (system) => system.aws.clock.advance({ seconds: DAY_SECONDS }),
  },
  'erase-applicants': {
    event: {},
    denied: 'dynamodb:Query',
    trigger: (system) => system.aws.clock.advance({ seconds: SCHEDULE_SECONDS }),
  },
  'reconcile-outcomes': {
    event: {},
    denied: 'states:ListExecutions',
    trigger: (system) => system.aws.clock.advance({ seconds: SCHEDULE_SECONDS }),
  },
};

/**
 * Each function fails three times on one event. Lambda then sends the event to the dead-letter queue, with the
 * function's role.
 */
const functionsFail = async (system: System): Promise<void> => {
  for (const [name, { event, denied }] of Object.entries(FUNCTIONS)) {
    const role = await roleThatMay(system, 'logs:PutLogEvents', new RegExp(`/aws/lambda/${name}:`));
    await whileDenied(system, role, denied, async () => {
      const Payload = JSON.stringify(event);
      await system.lambda.send(new InvokeCommand({ FunctionName: name, Qualifier, InvocationType: 'Event', Payload }));
      await system.aws.clock.advance({ seconds: ALL_ATTEMPTS_SECONDS });
      await takeFrom(system, `${name}-dlq`);
    });
  }
};

/** Queues that are targets of rules, each with an action that triggers its rule, and the id in the event of the rule. */
const QUEUES: { readonly [name: string]: { readonly id: string; trigger(system: System): Promise<void> } } = {
  'open-account': { id: OUTCOME.applicationId, trigger: (system) => put(system, 'ApplicationApproved', OUTCOME) },
  notify: {
    id: 'untold',
    trigger: (system) => put(system, APPLICATION_SUBMITTED, { application: { id: 'untold', name: '', address: '' } }),
  },
};

/**
 * EventBridge has no permission to send to a queue, so it sends the event to the dead-letter queue. The policy of the
 * dead-letter queue allows this.
 */
const queuesRefuse = async (system: System): Promise<void> => {
  for (const [QueueName, { id, trigger }] of Object.entries(QUEUES))
    await whileQueueRefuses(system, QueueName, async () => {
      await trigger(system);
      await takeFrom(system, `${QueueName}-dlq`, id);
    });
};

interface PolicyStatement {
  readonly Sid: string;
  readonly Principal: { readonly Service: string };
  readonly Condition: { readonly ArnLike: { readonly 'AWS:SourceArn': string } };
}

/** EventBridge has no permission to invoke a function, so it sends the event to the dead-letter queue. */
const functionsRefuse = async (system: System): Promise<void> => {
  for (const [FunctionName, { trigger }] of Object.entries(FUNCTIONS)) {
    const { Policy = '{}' } = await system.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    const { Statement } = JSON.parse(Policy) as { Statement: PolicyStatement[] };
    const statement = Statement.find(({ Principal }) => Principal.Service === 'events.amazonaws.com');
    if (!statement) throw new Error(`The policy of ${FunctionName} has no statement for EventBridge.`);
    const { Sid: StatementId, Principal, Condition } = statement;
    system.provoked.add('events.amazonaws.com lambda:InvokeFunction');
    await system.lambda.send(new RemovePermissionCommand({ FunctionName, Qualifier, StatementId }));
    await trigger(system);
    await takeFrom(system, `${FunctionName}-dlq`);
    await system.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        Qualifier,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: Principal.Service,
        SourceArn: Condition.ArnLike['AWS:SourceArn'],
      }),
    );
  }
};

/** The functions of the streams, each with a call without which it fails. */
const STREAM_FUNCTIONS = { 'append-case-entries': 'dynamodb:PutItem', 'announce-outcomes': 'events:PutEvents' };

/**
 * The functions cannot work for longer than a stream keeps its records: Lambda discards them with the function's role. An
 * operator then announces the outcome.
 */
const streamsFail = async (system: System): Promise<void> => {
  for (const [name, call] of Object.entries(STREAM_FUNCTIONS)) {
    const id = `not-seen-by-${name}`;
    const role = await roleThatMay(system, 'logs:PutLogEvents', new RegExp(`/aws/lambda/${name}:`));
    await whileDenied(system, role, call, async () => {
      await put(system, APPLICATION_SUBMITTED, { application: { id, name: 'Spock', address: '1 Street' } });
      await recordAs(system, id, 'APPROVED');
      await system.aws.clock.advance({ seconds: DAY_SECONDS });
      await takeFrom(system, `${name}-dlq`);
    });
  }
  await invoke(system, 'announce-outcomes', { applicationIds: ['not-seen-by-announce-outcomes'] });
};

const startRefused = async (system: System): Promise<void> => {
  const role = await roleThatMay(system, 'states:StartExecution', /:account-application$/);
  await whileDenied(system, role, 'states:StartExecution', async () => {
    await put(system, APPLICATION_SUBMITTED, {
      application: { id: 'not-started', name: 'Spock', address: '1 Street' },
    });
    await takeFrom(system, 'submissions-dlq');
  });
};

/**
 * Replays the whole archive. The times of a replay are whole seconds, so the clock is first moved past the last event.
 */
const replay = async (system: System, name: string): Promise<void> => {
  const { events, aws } = system;
  await system.aws.clock.advance({ seconds: 2 });
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

/** Runs `work` while the queue has no policy, so that sending to it is denied. */
const whileQueueRefuses = async ({ sqs, provoked }: System, QueueName: string, work: () => Promise<void>) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const Policy = Attributes?.Policy ?? '';
  provoked.add('events.amazonaws.com sqs:SendMessage');
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  await work();
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
};

/** A preview of a replay is delivered to its queue, or to the dead-letter queue if the queue's policy denies it. */
const previewed = async (system: System): Promise<void> => {
  await put(system, APPLICATION_SUBMITTED, { application: { id: 'previewed', name: 'Spock', address: '1 Street' } });
  await replay(system, 'preview-one');
  await takeFrom(system, 'replay-preview');
  await whileQueueRefuses(system, 'replay-preview', async () => {
    await replay(system, 'preview-two');
    await takeFrom(system, 'replay-preview-dlq');
  });
};

/** Every path into a dead-letter queue that needs a permission. SQS moves a consumer's failed messages without one. */
export const FAILURE_PATHS = {
  'a preview of a replay, delivered and denied': previewed,
  'functions that fail': functionsFail,
  'functions that may not be invoked': functionsRefuse,
  'queues that may not be sent to': queuesRefuse,
  'a state machine that may not be started': startRefused,
  'changes that no case file gets, and no announcement': streamsFail,
};
