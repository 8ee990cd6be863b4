import type { Rule } from './rule.ts';
import { allOf, allowing, listOf, type Named, objectOf, resourceOf, statementsOf, type Template } from './template.ts';

interface Target {
  readonly rule: Named;
  readonly target: Readonly<Record<string, unknown>>;
  /** The target's dead-letter queue, if it is a resource of the template. */
  readonly queue: Named | undefined;
}

const targetsOf = (template: Template): Target[] =>
  allOf(template, 'AWS::Events::Rule').flatMap((rule) =>
    listOf(rule.properties.Targets).map((value) => {
      const target = objectOf(value);
      return { rule, target, queue: resourceOf(template, objectOf(target.DeadLetterConfig).Arn) };
    }),
  );

const name = ({ rule, target }: Target): string => `${rule.id} ${String(target.Id)}`;

/** True if a rule may send to a queue: the statement must name this rule, not EventBridge as a whole. */
const mayBeSentTo = (template: Template, { rule, queue }: Target): boolean =>
  allOf(template, 'AWS::SQS::QueuePolicy')
    .filter(({ properties }) =>
      listOf(properties.Queues).some((value) => resourceOf(template, value)?.id === queue?.id),
    )
    .flatMap(({ properties }) => allowing(statementsOf(properties.PolicyDocument)))
    .some(
      ({ Principal, Action, Condition }) =>
        objectOf(Principal).Service === 'events.amazonaws.com' &&
        listOf(Action).includes('sqs:SendMessage') &&
        JSON.stringify(Condition ?? {}).includes('aws:SourceArn') &&
        resourceOf(template, Condition)?.id === rule.id,
    );

/** True if an alarm with an action watches a metric of the resource. */
const isWatched = (template: Template, resource: Named, metric: string): boolean =>
  allOf(template, 'AWS::CloudWatch::Alarm').some(
    ({ properties }) =>
      properties.MetricName === metric &&
      listOf(properties.AlarmActions).length > 0 &&
      listOf(properties.Dimensions).some((value) => resourceOf(template, objectOf(value).Value)?.id === resource.id),
  );

export const TARGETS_HAVE_DEAD_LETTERS: Rule = {
  name: 'every target of a rule has a dead-letter queue',
  why: 'Otherwise EventBridge drops events that it cannot deliver within a day.',
  check: (template) =>
    targetsOf(template)
      .filter(({ queue }) => queue === undefined)
      .map((target) => `${name(target)} has no dead-letter queue`),
};

export const DEAD_LETTERS_MAY_ARRIVE: Rule = {
  name: 'the policy of a dead-letter queue lets exactly its rule write to it',
  why: 'EventBridge drops events that the queue refuses; a queue without this limit could be filled by any rule of the account.',
  check: (template) =>
    targetsOf(template)
      .filter(({ queue }) => queue !== undefined)
      .filter((target) => !mayBeSentTo(template, target))
      .map((target) => `${name(target)} may not send to ${target.queue?.id}`),
};

/** Queues that are dead-letter queues of rules, functions, queues or subscriptions. */
const deadLetterQueues = (template: Template): Named[] => {
  const values = [
    ...targetsOf(template).map(({ target }) => objectOf(target.DeadLetterConfig).Arn),
    ...allOf(template, 'AWS::Lambda::Function').map(
      ({ properties }) => objectOf(properties.DeadLetterConfig).TargetArn,
    ),
    ...allOf(template, 'AWS::SQS::Queue').map(
      ({ properties }) => objectOf(properties.RedrivePolicy).deadLetterTargetArn,
    ),
    ...allOf(template, 'AWS::SNS::Subscription').map(
      ({ properties }) => objectOf(properties.RedrivePolicy).deadLetterTargetArn,
    ),
  ];
  const queues = values.flatMap((value) => resourceOf(template, value) ?? []);
  return [...new Map(queues.map((queue) => [queue.id, queue])).values()];
};

export const DEAD_LETTERS_ARE_SEEN: Rule = {
  name: 'every dead-letter queue has an alarm with an action',
  why: 'Without an alarm, SQS deletes dead-letter messages after 14 days and nobody notices.',
  check: (template) =>
    deadLetterQueues(template)
      .filter((queue) => !isWatched(template, queue, 'ApproximateNumberOfMessagesVisible'))
      .map(({ id }) => `${id} has no alarm`),
};

export const SUBSCRIPTIONS_ARE_SAFE: Rule = {
  name: 'every subscription has a dead-letter queue, or is an e-mail whose topic has an alarm on failures',
  why: 'SNS drops failed deliveries without notice; a lost mail can be reconstructed from the record.',
  check: (template) =>
    allOf(template, 'AWS::SNS::Subscription').flatMap(({ id, properties }) => {
      if (objectOf(properties.RedrivePolicy).deadLetterTargetArn !== undefined) return [];
      const topic = resourceOf(template, properties.TopicArn);
      const isTold = topic !== undefined && isWatched(template, topic, 'NumberOfNotificationsFailed');
      return properties.Protocol === 'email' && isTold ? [] : [`${id} has no dead-letter queue`];
    }),
};
