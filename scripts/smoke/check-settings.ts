import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeArchiveCommand } from '@aws-sdk/client-eventbridge';
import { paginateListSubscriptionsByTopic, paginateListTopics, type SNSClient } from '@aws-sdk/client-sns';
import { checkRules } from '../../cli/doctor/check-rules.ts';
import { type Finding, someOf } from '../../cli/doctor/finding.ts';
import { ARCHIVE_NAME, TOPIC } from '../../cli/system-names.ts';
import type { SmokeClients } from './clients.ts';
import type { Deployment } from './deployment.ts';

/** Maximum number of names in one DescribeAlarms call. */
const ALARMS_PER_CALL = 100;

/** Checks what can be seen without an application: rules, archive, subscription of the mails, and alarms. */
export async function checkSettings(clients: SmokeClients, deployment: Deployment): Promise<readonly Finding[]> {
  const rules = await checkRules(clients, new Date());
  const troubles = rules.filter(({ severity }) => severity !== 'ok');
  const allRules: Finding = {
    check: 'rules',
    severity: 'ok',
    text: `${rules.length} enabled, with dead-letter queues`,
  };
  return [
    deployment.finding,
    ...(troubles.length > 0 ? troubles : [allRules]),
    await checkArchive(clients),
    subscriptionFinding(await subscriptionsOf(clients.topics)),
    deployment.isLocal
      ? { check: 'alarms', severity: 'ok', text: 'not checked: the runtime on this machine has no CloudWatch' }
      : alarmsFinding(await describeAlarms(clients, deployment.alarms)),
  ];
}

async function checkArchive({ events }: SmokeClients): Promise<Finding> {
  const { State } = await events.send(new DescribeArchiveCommand({ ArchiveName: ARCHIVE_NAME }));
  if (State === 'ENABLED') return { check: 'archive', severity: 'ok', text: 'enabled' };
  return { check: 'archive', severity: 'fail', text: `it is ${State}`, remedy: 'deploy the stack' };
}

/** ARNs of the topic's subscriptions; AWS writes PendingConfirmation for one that is not confirmed. */
async function subscriptionsOf(topics: SNSClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client: topics }, {}))
    for (const { TopicArn = '' } of Topics) {
      if (!TopicArn.endsWith(`:${TOPIC}`)) continue;
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: topics }, { TopicArn }))
        found.push(...Subscriptions.flatMap(({ SubscriptionArn }) => SubscriptionArn ?? []));
    }
  return found;
}

export function subscriptionFinding(arns: readonly string[]): Finding {
  const check = `topic ${TOPIC}`;
  const confirmed = arns.filter((arn) => arn !== 'PendingConfirmation');
  if (confirmed.length > 0) return { check, severity: 'ok', text: `${confirmed.length} confirmed subscriptions` };
  if (arns.length === 0)
    return {
      check,
      severity: 'fail',
      text: 'no subscription: nobody receives the mails',
      remedy: 'deploy with -c notificationEmail=…',
    };
  return {
    check,
    severity: 'fail',
    text: 'no subscription is confirmed',
    remedy: 'follow the link in the mail of AWS',
  };
}

async function describeAlarms({ alarms }: SmokeClients, names: readonly string[]): Promise<readonly MetricAlarm[]> {
  const found: MetricAlarm[] = [];
  for (let at = 0; at < names.length; at += ALARMS_PER_CALL) {
    const AlarmNames = names.slice(at, at + ALARMS_PER_CALL);
    const { MetricAlarms = [] } = await alarms.send(
      new DescribeAlarmsCommand({ AlarmNames, MaxRecords: ALARMS_PER_CALL }),
    );
    found.push(...MetricAlarms);
  }
  return found;
}

/** An alarm without data is no fault: a new deployment has had no traffic. */
export function alarmsFinding(alarms: readonly MetricAlarm[]): Finding {
  const check = 'alarms';
  const ringing = alarms.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName = '' }) => AlarmName);
  if (ringing.length === 0) return { check, severity: 'ok', text: `${alarms.length} alarms, none in ALARM` };
  const remedy = `docs/runbook.md has a section about each alarm`;
  return { check, severity: 'fail', text: `in ALARM: ${someOf(ringing)}`, remedy };
}
