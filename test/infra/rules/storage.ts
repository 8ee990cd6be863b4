import type { Rule } from './rule.ts';
import { allOf, type Named, objectOf } from './template.ts';

export const RETENTION_IS_LIMITED: Rule = {
  name: 'logs and archives have a retention',
  why: 'By default both keep data without limit, which costs money and violates the duty to delete data.',
  check: (template) => [
    ...allOf(template, 'AWS::Logs::LogGroup')
      .filter(({ properties }) => properties.RetentionInDays === undefined)
      .map(({ id }) => `${id} has no retention`),
    ...allOf(template, 'AWS::Events::Archive')
      .filter(({ properties }) => !(Number(properties.RetentionDays) > 0))
      .map(({ id }) => `${id} has no retention`),
  ],
};

export const TABLES_ARE_ENCRYPTED: Rule = {
  name: 'tables are encrypted with a KMS key',
  why: "They contain applicants' data and task tokens; each use of the key is logged.",
  check: (template) =>
    allOf(template, 'AWS::DynamoDB::Table')
      .filter(({ properties }) => objectOf(properties.SSESpecification).SSEEnabled !== true)
      .map(({ id }) => `${id} is not encrypted with KMS`),
};

const isEncrypted = ({ properties }: Named): boolean =>
  properties.SqsManagedSseEnabled === true || properties.KmsMasterKeyId !== undefined;

export const QUEUES_ARE_ENCRYPTED: Rule = {
  name: 'queues are encrypted',
  why: "Dead-letter messages are whole events with applicants' data.",
  check: (template) =>
    allOf(template, 'AWS::SQS::Queue')
      .filter((queue) => !isEncrypted(queue))
      .map(({ id }) => `${id} is not encrypted`),
};

export const TABLES_CAN_BE_RESTORED: Rule = {
  name: 'tables can be restored to any second of the last 35 days',
  why: 'Data can be restored after a faulty write or a human error.',
  check: (template) =>
    allOf(template, 'AWS::DynamoDB::Table')
      .filter(
        ({ properties }) => objectOf(properties.PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled !== true,
      )
      .map(({ id }) => `${id} has no point-in-time recovery`),
};

const HOLDERS = [
  'AWS::SQS::Queue',
  'AWS::Events::EventBus',
  'AWS::Events::Archive',
  'AWS::StepFunctions::StateMachine',
  'AWS::Logs::LogGroup',
  'AWS::Cognito::UserPool',
];

export const DATA_STAYS: Rule = {
  name: 'messages, events, executions, logs and users are retained when their resource is removed from the stack',
  why: 'A new deployment cannot restore them. But if their creation fails, nothing must be retained.',
  check: (template) =>
    allOf(template, ...HOLDERS)
      .filter(({ deletionPolicy }) => deletionPolicy !== 'RetainExceptOnCreate')
      .map(({ id }) => `${id} is deleted with the stack, or retained after a failed creation`),
};

export const TABLES_CANNOT_BE_DELETED: Rule = {
  name: 'tables are protected from deletion, and retained when they are removed from the stack',
  why: 'A wrong command must not delete the records.',
  check: (template) =>
    allOf(template, 'AWS::DynamoDB::Table').flatMap(({ id, properties, deletionPolicy }) => [
      ...(properties.DeletionProtectionEnabled === true ? [] : [`${id} has no deletion protection`]),
      ...(deletionPolicy === 'RetainExceptOnCreate' ? [] : [`${id} is deleted with the stack`]),
    ]),
};
