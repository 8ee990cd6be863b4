import { describe, expect, test } from '@jest/globals';
import { type Decision, decide } from '../../../../local/src/core/policy/decide.ts';
import { compilePolicy, type PolicyRequest } from '../../../../local/src/core/policy/policy.ts';

type Statement = Record<string, unknown>;
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:letters';
const ROLE = 'arn:aws:iam::000000000000:role/worker';
const SESSION = 'arn:aws:sts::000000000000:assumed-role/worker/one';

const worker = { arns: [ROLE, SESSION], accountId: '000000000000', service: undefined };
const eventBridge = { arns: [], accountId: '000000000000', service: 'events.amazonaws.com' };

const document = (statements: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (more: Statement): Statement => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
  ...more,
});

const decision = (
  { identity = [], resource }: { identity?: Statement[]; resource?: Statement[] },
  request: Partial<PolicyRequest> = {},
): Decision =>
  decide(
    { action: 'sqs:SendMessage', resource: QUEUE, principal: worker, keys: () => undefined, ...request },
    {
      identity: identity.length === 0 ? [] : compilePolicy('inline', document(identity), 'identity'),
      resource: resource && compilePolicy(QUEUE, document(resource), 'resource'),
    },
  );
const outcome = (...parameters: Parameters<typeof decision>): string => {
  const decided = decision(...parameters);
  if (decided.allowed) return `allowed by ${decided.by.policy} ${decided.by.id}`;
  return decided.reason === 'explicit deny' ? `denied by ${decided.by.policy} ${decided.by.id}` : decided.reason;
};

describe('a role', () => {
  test('is denied if no policy allows the action', () => {
    expect(decision({})).toEqual({ allowed: false, reason: 'nothing allows', policyType: 'identity-based' });
  });

  test.each<[string, Statement, boolean]>([
    ['an action by name, whatever its case', { Action: 'SQS:sendmessage' }, true],
    ['an action of a list', { Action: ['sqs:Get*', 'sqs:Send*'] }, true],
    ['all but another action', { Action: undefined, NotAction: 'sqs:DeleteQueue' }, true],
    ['all but this action', { Action: undefined, NotAction: ['sqs:Send*'] }, false],
    ['another action', { Action: 'sqs:ReceiveMessage' }, false],
    ['a resource by pattern', { Resource: 'arn:aws:sqs:*:*:let?ers' }, true],
    ['every resource', { Resource: '*' }, true],
    ['another resource', { Resource: `${QUEUE}-dlq` }, false],
    ['all but another resource', { Resource: undefined, NotResource: `${QUEUE}-dlq` }, true],
    ['all but this resource', { Resource: undefined, NotResource: 'arn:aws:sqs:*' }, false],
    ['a prefix only', { Resource: 'arn:aws:sqs:us-east-1:000000000000:let' }, false],
  ])('is allowed or denied as expected by a statement about %s', (_, more, allowed) => {
    const statement = JSON.parse(JSON.stringify(allow(more))) as Statement;
    expect(decision({ identity: [statement] }).allowed).toBe(allowed);
  });

  test('is allowed only if all conditions of the statement hold', () => {
    const identity = [
      allow({
        Condition: { StringEquals: { 'aws:PrincipalAccount': '000000000000' }, Bool: { 'aws:SecureTransport': true } },
      }),
    ];
    const keys = (values: Record<string, string>) => (name: string) => {
      const value = values[name];
      return value === undefined ? undefined : [value];
    };
    const both = { 'aws:principalaccount': '000000000000', 'aws:securetransport': 'true' };
    expect(decision({ identity }, { keys: keys(both) }).allowed).toBe(true);
    expect(decision({ identity }, { keys: keys({ ...both, 'aws:securetransport': 'false' }) }).allowed).toBe(false);
    expect(decision({ identity }).allowed).toBe(false);
  });

  test('is denied by an explicit deny, even if another statement allows the action', () => {
    const identity = [allow({}), { Sid: 'Never', Effect: 'Deny', Action: 'sqs:*', Resource: '*' }];
    expect(outcome({ identity })).toBe('denied by inline Never');
    const resource = [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: QUEUE }];
    expect(outcome({ identity: [allow({})], resource })).toBe(`denied by ${QUEUE} 1`);
  });

  test('is allowed by a resource policy alone if the policy names the role', () => {
    expect(outcome({ resource: [allow({ Principal: { AWS: ROLE } })] })).toBe(`allowed by ${QUEUE} 1`);
    expect(outcome({ resource: [allow({ Principal: { AWS: SESSION } })] })).toBe(`allowed by ${QUEUE} 1`);
    expect(outcome({ resource: [allow({ Principal: '*' })] })).toBe(`allowed by ${QUEUE} 1`);
  });

  test('is not allowed by a resource policy that names only its account or another principal', () => {
    expect(outcome({ resource: [allow({ Principal: { AWS: 'arn:aws:iam::000000000000:root' } })] })).toBe(
      'nothing allows',
    );
    expect(outcome({ resource: [allow({ Principal: { AWS: '000000000000' } })] })).toBe('nothing allows');
    expect(outcome({ resource: [allow({ Principal: { AWS: `${ROLE}-2` } })] })).toBe('nothing allows');
    expect(outcome({ resource: [allow({ Principal: { Service: 'events.amazonaws.com' } })] })).toBe('nothing allows');
  });

  test('is not denied by a Deny statement whose NotPrincipal names it', () => {
    const resource = [{ Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: 'sqs:*', Resource: QUEUE }];
    expect(outcome({ identity: [allow({})], resource })).toBe('allowed by inline 1');
    const other = [{ Effect: 'Deny', NotPrincipal: { AWS: `${ROLE}-2` }, Action: 'sqs:*', Resource: QUEUE }];
    expect(outcome({ identity: [allow({})], resource: other })).toBe(`denied by ${QUEUE} 1`);
  });
});

describe('a service', () => {
  const RULE = 'arn:aws:events:us-east-1:000000000000:rule/bus/orders';
  const fromRule = (arn: string): Partial<PolicyRequest> => ({
    principal: eventBridge,
    keys: (name) => (name === 'aws:sourcearn' ? [arn] : undefined),
  });
  const resource = [
    allow({ Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }),
  ];

  test('is allowed by a resource policy for the source that the policy names', () => {
    expect(outcome({ resource }, fromRule(RULE))).toBe(`allowed by ${QUEUE} 1`);
    expect(outcome({ resource }, fromRule(`${RULE}-2`))).toBe('nothing allows');
  });

  test('is not allowed by a resource policy that names another service, nor by a resource without a policy', () => {
    const sns = [allow({ Principal: { Service: 'sns.amazonaws.com' } })];
    expect(outcome({ resource: sns }, fromRule(RULE))).toBe('nothing allows');
    expect(decision({}, fromRule(RULE))).toEqual({
      allowed: false,
      reason: 'nothing allows',
      policyType: 'resource-based',
    });
  });
});

describe('a policy document', () => {
  test.each<[string, unknown, string]>([
    ['that is no JSON', '{', 'This policy contains invalid Json'],
    ['without an effect', { Statement: [{ Action: 'a:b', Resource: '*' }] }, 'Syntax errors in policy.'],
    ['without actions', { Statement: [{ Effect: 'Allow', Resource: '*' }] }, 'Policy statement must contain actions.'],
    [
      'without resources',
      { Statement: [{ Effect: 'Allow', Action: 'a:b' }] },
      'Policy statement must contain resources.',
    ],
    ['with an unknown member', { Statement: [], Extra: 1 }, 'Syntax errors in policy.'],
    ['of an unknown version', { Version: '2020-01-01', Statement: [] }, 'Syntax errors in policy.'],
    [
      'with Action and NotAction',
      { Statement: { Effect: 'Allow', Action: 'a:b', NotAction: 'a:c', Resource: '*' } },
      'Syntax errors in policy.',
    ],
    [
      'with a principal',
      { Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*', Principal: '*' } },
      'Policy document should not specify a principal.',
    ],
    [
      'with an unknown operator',
      { Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: { Like: {} } } },
      'Invalid Condition type : Like.',
    ],
  ])('of a role %s is refused', (_, policy, message) => {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    expect(() => compilePolicy('inline', text, 'identity')).toThrow(message);
  });

  test('that is a trust policy must have a principal and must not have a resource', () => {
    const trust = (more: Statement) => document([{ Effect: 'Allow', Action: 'sts:AssumeRole', ...more }]);
    expect(() => compilePolicy(ROLE, trust({}), 'trust')).toThrow('Missing required field Principal');
    expect(() => compilePolicy(ROLE, trust({ Principal: '*', Resource: '*' }), 'trust')).toThrow(
      'Has prohibited field Resource',
    );
  });
});
