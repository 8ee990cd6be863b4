import { DescribeArchiveCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, GetPolicyCommand, InvokeCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { APPLICATION_SUBMITTED } from '../../events/names.ts';
import { advance } from '../demo/clock.ts';
import { put, roleThatMay, takeFrom, type Walked, whileDenied } from './system.ts';

const SCHEDULED = 3_700;
/** Lambda tries an asynchronous event again after a minute, and after two more. */
const ALL_ATTEMPTS = 600;

const OUTCOME = { applicationId: 'nobody', outcome: 'APPROVED', occurredAt: '2026-01-01T00:00:00.000Z' };
const ENDING = {
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:account-application:nobody',
  status: 'SUCCEEDED',
  stopDate: 0,
  input: '{"application":{"id":"nobody"}}',
};

/** How each asynchronous function is called, by its own rule and by hand. */
const FUNCTIONS: {
  readonly [name: string]: { event: unknown; denied: string; trigger(walked: Walked): Promise<void> };
} = {
  'open-account': {
    event: { detail: OUTCOME },
    denied: 'dynamodb:GetItem',
    trigger: (walked) => put(walked, 'ApplicationApproved', OUTCOME),
  },
  'close-review': {
    event: { detail: OUTCOME },
    denied: 'dynamodb:UpdateItem',
    trigger: (walked) => put(walked, 'ApplicationRejected', { ...OUTCOME, outcome: 'REJECTED' }),
  },
  notify: {
    event: { detail: ENDING },
    denied: 'dynamodb:GetItem',
    trigger: (walked) => put(walked, APPLICATION_SUBMITTED, { application: { id: 'untold', name: '', address: '' } }),
  },
  'keep-reviews': { event: {}, denied: 'dynamodb:Query', trigger: (walked) => advance(walked, SCHEDULED) },
  'remind-reviews': { event: {}, denied: 'dynamodb:Query', trigger: (walked) => advance(walked, SCHEDULED) },
  'reconcile-outcomes': { event: {}, denied: 'states:ListExecutions', trigger: (walked) => advance(walked, SCHEDULED) },
};

/** A function fails on an event three times; its role puts the event into the dead-letter queue. */
const functionsFail = async (walked: Walked): Promise<void> => {
  for (const [name, { event, denied }] of Object.entries(FUNCTIONS)) {
    const role = await roleThatMay(walked, 'logs:PutLogEvents', new RegExp(`/aws/lambda/${name}:`));
    await whileDenied(walked, role, denied, async () => {
      const Payload = JSON.stringify(event);
      await walked.lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }));
      await advance(walked, ALL_ATTEMPTS);
      await takeFrom(walked, `${name}-dlq`);
    });
  }
};

interface PolicyStatement {
  readonly Sid: string;
  readonly Principal: { readonly Service: string };
  readonly Condition: { readonly ArnLike: { readonly 'AWS:SourceArn': string } };
}

/** EventBridge may not call a function; it puts the event into the dead-letter queue by the queue's own policy. */
const functionsRefuse = async (walked: Walked): Promise<void> => {
  for (const [FunctionName, { trigger }] of Object.entries(FUNCTIONS)) {
    const { Policy = '{}' } = await walked.lambda.send(new GetPolicyCommand({ FunctionName }));
    const [statement] = (JSON.parse(Policy) as { Statement: PolicyStatement[] }).Statement;
    if (!statement) throw new Error(`Nobody may call ${FunctionName}.`);
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

/** Of all there is; the times of a replay are whole seconds, so the last event must be older than that. */
const replay = async (walked: Walked, name: string): Promise<void> => {
  const { events, endpoint } = walked;
  await advance(walked, 2);
  const archive = await events.send(new DescribeArchiveCommand({ ArchiveName: 'account-applications' }));
  const { now } = (await (await fetch(`${endpoint}/_local/clock`)).json()) as { now: string };
  await events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archive.ArchiveArn,
      Destination: { Arn: archive.EventSourceArn },
      EventStartTime: archive.CreationTime,
      EventEndTime: new Date(now),
    }),
  );
};

/** A preview goes to its queue; one that the queue does not take, to the dead-letter queue. */
const previewed = async (walked: Walked): Promise<void> => {
  await put(walked, APPLICATION_SUBMITTED, { application: { id: 'previewed', name: 'Spock', address: '1 Street' } });
  await replay(walked, 'preview-one');
  await takeFrom(walked, 'replay-preview');
  const { QueueUrl } = await walked.sqs.send(new GetQueueUrlCommand({ QueueName: 'replay-preview' }));
  const { Attributes } = await walked.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const Policy = Attributes?.Policy ?? '';
  walked.provoked.add('events.amazonaws.com sqs:SendMessage');
  await walked.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  await replay(walked, 'preview-two');
  await takeFrom(walked, 'replay-preview-dlq');
  await walked.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
};

/** Every way into a dead-letter queue that needs a permission. Messages a consumer fails on move by themselves. */
export const FAILURE_PATHS = {
  'a preview of a replay, taken and refused': previewed,
  'functions that fail': functionsFail,
  'functions that may not be called': functionsRefuse,
  'a state machine that may not be started': startRefused,
};
