import { paginateListFunctions } from '@aws-sdk/client-lambda';
import { BUS_NAME } from '../events/names.ts';
import type { Clients } from './clients.ts';
import { listQueues, type QueueView } from './queues.ts';
import { type RuleView, rulesOf } from './rules.ts';

const DEFAULT_BUS = 'default';

/** A dead-letter queue, and who puts into it. */
export interface DeadLetterQueue extends QueueView {
  /** ARNs of the queues that give up messages to it. */
  readonly sourceQueues: readonly string[];
  /** Names of the functions whose failed asynchronous calls end in it. */
  readonly functions: readonly string[];
  /** Rules with a target whose undeliverable events end in it. */
  readonly rules: readonly RuleView[];
}

/** Every dead-letter queue: named so, or somebody's dead letters go there. */
export async function findDeadLetterQueues(clients: Clients): Promise<readonly DeadLetterQueue[]> {
  const [queues, functions, ownRules, defaultRules] = await Promise.all([
    listQueues(clients.sqs),
    functionsByDeadLetterQueue(clients),
    rulesOf(clients.events, BUS_NAME),
    rulesOf(clients.events, DEFAULT_BUS),
  ]);
  const rules = [...ownRules, ...defaultRules];
  return queues
    .map((queue) => ({
      ...queue,
      sourceQueues: queues.filter(({ deadLetterArn }) => deadLetterArn === queue.arn).map(({ arn }) => arn),
      functions: functions.filter(({ deadLetterArn }) => deadLetterArn === queue.arn).map(({ name }) => name),
      rules: rules.filter(({ targets }) => targets.some((target) => target.DeadLetterConfig?.Arn === queue.arn)),
    }))
    .filter(isDeadLetterQueue);
}

function isDeadLetterQueue({ name, sourceQueues, functions, rules }: DeadLetterQueue): boolean {
  return name.endsWith('-dlq') || sourceQueues.length + functions.length + rules.length > 0;
}

async function functionsByDeadLetterQueue({ lambda }: Clients) {
  const found: { readonly name: string; readonly deadLetterArn: string | undefined }[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName: name = '', DeadLetterConfig } of Functions)
      found.push({ name, deadLetterArn: DeadLetterConfig?.TargetArn });
  return found;
}
