import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Clients } from './clients.ts';
import { listQueues, type QueueView } from './queues.ts';
import { type RuleView, rulesOf } from './rules.ts';

const DEFAULT_BUS = 'default';

/** A dead-letter queue and the senders of its messages. */
export interface DeadLetterQueue extends QueueView {
  /** ARNs of the queues whose redrive policy names this queue. */
  readonly sourceQueues: readonly string[];
  /** Names of the functions that send events of failed asynchronous invocations here. */
  readonly functions: readonly string[];
  /** Rules with a target that sends undeliverable events here. */
  readonly rules: readonly RuleView[];
}

/** True if the ARN names this queue. Works also for a queue that is not readable, whose ARN is unknown. */
function isArnOf(arn: string | undefined, { arn: known, name }: QueueView): boolean {
  if (arn === undefined) return false;
  return known === undefined ? arn.endsWith(`:${name}`) : arn === known;
}

/** A function with a dead-letter queue. */
interface FailingFunction {
  readonly name: string;
  readonly deadLetterArn: string | undefined;
}

/** Queues and functions among which dead-letter queues and their senders are found. */
export interface Known {
  readonly queues: readonly QueueView[];
  readonly functions: readonly FailingFunction[];
}

/**
 * Every dead-letter queue of the account: its name ends in `-dlq`, or a queue, function or rule uses it as one. `busName`:
 * the bus of this system, whose rules are read beside those of the default bus.
 */
export async function findDeadLetterQueues(clients: Clients, busName: string): Promise<readonly DeadLetterQueue[]> {
  const [queues, functions] = await Promise.all([listQueues(clients.sqs), functionsByDeadLetterQueue(clients)]);
  return deadLetterQueuesAmong({ queues, functions }, clients.events, busName);
}

/** The dead-letter queues among known queues; their rules are those of the default bus and of this system's bus. */
export async function deadLetterQueuesAmong(
  { queues, functions }: Known,
  events: EventBridgeClient,
  busName: string,
): Promise<readonly DeadLetterQueue[]> {
  const [ownRules, defaultRules] = await Promise.all([rulesOf(events, busName), rulesOf(events, DEFAULT_BUS)]);
  const rules = [...ownRules, ...defaultRules];
  return queues
    .map((queue) => ({
      ...queue,
      sourceQueues: queues.filter(({ deadLetterArn }) => isArnOf(deadLetterArn, queue)).flatMap(({ arn }) => arn ?? []),
      functions: functions.filter(({ deadLetterArn }) => isArnOf(deadLetterArn, queue)).map(({ name }) => name),
      rules: rules.filter(({ targets }) => targets.some((target) => isArnOf(target.DeadLetterConfig?.Arn, queue))),
    }))
    .filter(isDeadLetterQueue);
}

function isDeadLetterQueue({ name, sourceQueues, functions, rules }: DeadLetterQueue): boolean {
  return name.endsWith('-dlq') || sourceQueues.length + functions.length + rules.length > 0;
}

async function functionsByDeadLetterQueue({ lambda }: Clients): Promise<readonly FailingFunction[]> {
  const found: FailingFunction[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName: name = '', DeadLetterConfig } of Functions)
      found.push({ name, deadLetterArn: DeadLetterConfig?.TargetArn });
  return found;
}
