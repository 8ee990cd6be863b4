import type { Kernel } from '../../core/kernel.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import type { Input } from '../../core/parameters/input.ts';
import { accountRoot, isAccountId, oneOrMore } from '../../core/policy/shared-with.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import { list } from './parameters.ts';
import type { Topic, Topics } from './topics.ts';

interface Statement {
  readonly Sid?: string;
  readonly [member: string]: unknown;
}

interface Policy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/** The actions for which a topic's owner can give permission. */
const SHARED = [
  'AddPermission',
  'DeleteTopic',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'Publish',
  'Receive',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
];
const OWNERS_ACTIONS = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

/** The policy of a new topic on AWS: its owner may do everything. */
export const defaultPolicy = (topicArn: string, owner: string): Policy => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: OWNERS_ACTIONS,
      Resource: topicArn,
      Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
    },
  ],
});

const policyOf = ({ arn, attributes }: Topic, owner: string): Policy => {
  const policy = attributes.Policy ? (JSON.parse(attributes.Policy) as Policy) : defaultPolicy(arn, owner);
  return { ...policy, Statement: [policy.Statement].flat() };
};

const texts = (input: Input, name: string): readonly string[] => (list(input, name) as unknown[]).map(textOfAny);

const addedStatement = (topic: Topic, input: Input, label: string): Statement => {
  const accounts = texts(input, 'AWSAccountId');
  const actions = texts(input, 'ActionName');
  if (label === '') throw invalidParameter('Label');
  if (accounts.length === 0 || !accounts.every(isAccountId)) throw invalidParameter('AWSAccountId');
  if (actions.length === 0 || actions.some((name) => !SHARED.includes(name)))
    throw invalidParameter('Policy statement action out of service scope!');
  return {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMore(accounts.map(accountRoot)) },
    Action: oneOrMore(actions.map((name) => `SNS:${name}`)),
    Resource: topic.arn,
  };
};

/**
 * The actions AddPermission and RemovePermission.
 * https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
 */
export const topicPermissionActions = (kernel: Kernel, topics: Topics): Record<string, Action> => {
  const change = (input: Input, next: (topic: Topic, policy: Policy, label: string) => Policy['Statement']) =>
    kernel.store.write(() => {
      const topic = topics.require(input.TopicArn);
      const policy = policyOf(topic, kernel.home.accountId);
      const Statement = next(topic, policy, String(input.Label ?? ''));
      topics.save({ ...topic, attributes: { ...topic.attributes, Policy: JSON.stringify({ ...policy, Statement }) } });
      return {};
    });
  return {
    AddPermission: (input) =>
      change(input, (topic, { Statement }, label) => {
        if (Statement.some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
        return [...Statement, addedStatement(topic, input, label)];
      }),
    RemovePermission: (input) =>
      change(input, (_, { Statement }, label) => Statement.filter(({ Sid }) => Sid !== label)),
  };
};
