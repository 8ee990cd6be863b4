import type { Rule } from './rule.ts';
import { allOf, allowing, listOf, type Named, objectOf, type Statement, statementsOf } from './template.ts';

const POLICIES = [
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::Events::EventBusPolicy',
  'AWS::S3::BucketPolicy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Lambda::LayerVersionPermission',
];

/** The statements of a resource policy, in the property of its resource type. */
const policyOf = ({ properties }: Named): Statement[] => {
  const { PolicyDocument, AssumeRolePolicyDocument, KeyPolicy, Statement: single, Principal } = properties;
  const documents = [PolicyDocument, AssumeRolePolicyDocument, KeyPolicy].flatMap(statementsOf);
  if (single !== undefined) return [...documents, objectOf(single) as Statement];
  return Principal === undefined ? documents : [...documents, { Effect: 'Allow', Principal }];
};

const isEverybody = ({ Principal }: Statement): boolean =>
  Principal === '*' || Object.values(objectOf(Principal)).some((value) => listOf(value).includes('*'));

export const NOBODY_IS_EVERYBODY: Rule = {
  name: 'no policy allows anything to everybody',
  why: 'The principal * includes every account and anonymous callers.',
  check: (template) =>
    allOf(template, ...POLICIES)
      .filter((resource) => allowing(policyOf(resource)).some(isEverybody))
      .map(({ id }) => `${id} allows access to everybody`),
};

/** By resource type: the property with the kind of authorization. */
const AUTHORIZATION: Readonly<Record<string, string>> = {
  'AWS::Lambda::Url': 'AuthType',
  'AWS::ApiGateway::Method': 'AuthorizationType',
  'AWS::ApiGatewayV2::Route': 'AuthorizationType',
};

export const NO_PUBLIC_ROUTE: Rule = {
  name: 'no route is public',
  why: 'Callers must be authenticated before any code runs: users by a token, OAuth clients by a token or a key.',
  check: (template) =>
    Object.entries(AUTHORIZATION).flatMap(([type, member]) =>
      allOf(template, type)
        .filter(({ properties }) => (properties[member] ?? 'NONE') === 'NONE')
        .filter(({ properties }) => properties.HttpMethod !== 'OPTIONS' && properties.ApiKeyRequired !== true)
        .map(({ id }) => `${id} is public`),
    ),
};

const isAboutEvents = ({ Action }: Statement): boolean =>
  listOf(Action).some((action) => action === 'events:PutEvents' || action === 'events:*' || action === '*');

/** The condition keys that say which events a sender may put on a bus. */
const EVENT_KEYS = ['events:source', 'events:detail-type'];

const namesEvents = ({ Condition }: Statement): boolean => {
  const keys = Object.values(objectOf(Condition)).flatMap((test) => Object.keys(objectOf(test)));
  return EVENT_KEYS.every((key) => keys.includes(key));
};

export const SENDERS_SEND_THEIR_EVENTS: Rule = {
  name: 'a policy that allows putting events on a bus names them',
  why: 'A function that is taken over must not submit applications or announce outcomes in the name of another.',
  check: (template) =>
    allOf(template, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
      .filter(({ properties }) =>
        allowing(statementsOf(properties.PolicyDocument)).some((each) => isAboutEvents(each) && !namesEvents(each)),
      )
      .map(({ id }) => `${id} allows every event`),
};
