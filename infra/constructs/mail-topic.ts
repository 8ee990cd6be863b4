import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnAny } from './alarm-on-any.ts';
import { allow } from './bundled-function.ts';
import { named } from './named.ts';
import { nist } from './nist.ts';

/**
 * Creates an SNS topic with an e-mail subscription, and an alarm for undelivered mails. The topic has no
 * customer-managed key, because its messages are sent as plain e-mail and contain only ids and outcomes.
 */
export function createMailTopic(scope: Construct, name: string, email: string | undefined): Topic {
  const topicName = named(scope, name);
  const topic = new Topic(scope, 'Topic', { topicName, enforceSSL: true });
  acknowledge(
    topic,
    nist('SNSEncryptedKMS'),
    'Messages are sent as plain mail anyway; they have only ids and outcomes.',
  );
  alarmOnAny(scope, 'Undelivered', topic.metricNumberOfNotificationsFailed(), {
    alarmName: `${topicName}-undelivered`,
    alarmDescription: 'A notification did not reach a subscriber.',
  });
  if (email === undefined) return topic;
  const reason = 'An alarm reports undelivered notifications; the record and the execution have their content.';
  acknowledge(topic, 'Serverless::Serverless-SNSRedrivePolicy', reason);
  topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/**
 * Makes every alarm below `scope` publish to the topic, and allows CloudWatch to do so. Call it after all alarms exist.
 */
export function tellAlarms(scope: Construct, topic: Topic): void {
  const publish = allow(['sns:Publish'], [topic.topicArn]);
  publish.addPrincipals(new ServicePrincipal('cloudwatch.amazonaws.com'));
  publish.addCondition('StringEquals', { 'aws:SourceAccount': Stack.of(scope).account });
  topic.addToResourcePolicy(publish);
  const alarms = scope.node.findAll().filter((construct) => construct instanceof Alarm);
  for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
}
