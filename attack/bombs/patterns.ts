import { NAME } from '../doors/samples.ts';
import { answered, type Bomb } from './bomb.ts';

const event = (detail: object): string =>
  JSON.stringify({
    id: '1',
    source: 'a',
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'b',
    detail,
  });

const TEXT = 'a'.repeat(100_000);
const STARS = `*${'a*'.repeat(300)}b`;

const matching = (rule: unknown, detail: object): object => ({
  EventPattern: JSON.stringify({ detail: { a: rule } }),
  Event: event(detail),
});

/** `$or` in `$or`: the number of combinations grows exponentially. */
const alternatives = (depth: number): object =>
  depth === 0 ? { a: ['b'] } : { $or: [alternatives(depth - 1), alternatives(depth - 1)] };

const nested = (levels: number, leaf: unknown): unknown => {
  let value = leaf;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
};

const EVENT_PATTERNS: readonly Bomb[] = [
  ['a wildcard with 300 stars', matching([{ wildcard: STARS }], { a: TEXT })],
  ['an anything-but of 300 stars', matching([{ 'anything-but': { wildcard: STARS } }], { a: TEXT })],
  [
    'a list of 50 wildcards against a list of 100 texts',
    matching(
      Array.from({ length: 50 }, (_, index) => ({ wildcard: `*a*${index}*` })),
      { a: Array.from({ length: 100 }, () => 'a'.repeat(900)) },
    ),
  ],
  [
    'two lists of 10000 texts',
    matching(
      Array.from({ length: 200 }, (_, at) => `${at}`),
      { a: Array.from({ length: 10_000 }, (_, at) => `x${at}`) },
    ),
  ],
  ['$or nested 12 deep', { EventPattern: JSON.stringify({ detail: alternatives(12) }), Event: event({ a: 'b' }) }],
  ['a pattern nested 900 deep', { EventPattern: JSON.stringify({ detail: nested(900, ['b']) }), Event: event({}) }],
  ['a suffix of 100000 characters', matching([{ suffix: TEXT }], { a: TEXT })],
].map(([name, input]) => ({
  name: `event pattern: ${name}`,
  explode: async ({ call }) => answered(await call('events:TestEventPattern', input as object)),
}));

const encode = (text: string): string => encodeURIComponent(text);

const subscribe = (policy: string, scope: string): string =>
  [
    'Action=Subscribe&Version=2010-03-31&Protocol=sqs',
    `TopicArn=${encode(`arn:aws:sns:us-east-1:000000000000:${NAME}`)}`,
    `Endpoint=${encode(`arn:aws:sqs:us-east-1:000000000000:${NAME}`)}`,
    'Attributes.entry.1.key=FilterPolicy',
    `Attributes.entry.1.value=${encode(policy)}`,
    'Attributes.entry.2.key=FilterPolicyScope',
    `Attributes.entry.2.value=${scope}`,
  ].join('&');

const FILTER_POLICIES: readonly Bomb[] = [
  ['$or nested 12 deep', JSON.stringify(alternatives(12)), 'MessageBody'],
  [
    '150 × 150 combinations',
    JSON.stringify({ a: Array.from({ length: 150 }, String), b: Array.from({ length: 150 }, String) }),
    'MessageAttributes',
  ],
  ['nested 900 deep', JSON.stringify(nested(900, ['b'])), 'MessageBody'],
  ['a wildcard with 300 stars', JSON.stringify({ a: [{ wildcard: STARS }] }), 'MessageBody'],
].map(([name = '', policy = '', scope = '']) => ({
  name: `filter policy: ${name}`,
  explode: async ({ form }) => answered(await form('sns', subscribe(policy, scope))),
}));

const LOG_PATTERNS: readonly Bomb[] = [
  ['a regular expression', '%(a+)+$%'],
  ['100 regular expressions', Array.from({ length: 100 }, () => '%a*a*a*b%').join(' ')],
  ['1000 words', Array.from({ length: 200 }, () => '?a').join(' ')],
  ['nested brackets', `{ ${'('.repeat(400)}$.a = 1${')'.repeat(400)} }`],
].map(([name = '', filterPattern = '']) => ({
  name: `log filter: ${name}`,
  explode: async ({ call }) =>
    answered(await call('logs:FilterLogEvents', { logGroupName: `/${NAME}`, filterPattern })),
}));

const SCHEDULES: readonly Bomb[] = [
  'cron(0 0 31 2 ? *)',
  'cron(0 0 29 2 ? 2027)',
  'cron(0/1 0/1 ? 1/1 MON#5 1970-2199)',
  `cron(${'0,'.repeat(5000)}0 * * * ? *)`,
  'rate(999999999999999999999 days)',
].map((ScheduleExpression) => ({
  name: `schedule: ${ScheduleExpression.slice(0, 40)}`,
  explode: async ({ call }) => answered(await call('events:PutRule', { Name: 'attack-cron', ScheduleExpression })),
}));

const POLICY = (resource: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: resource }] });

const IAM_PATTERNS: readonly Bomb[] = [`arn:aws:sqs:us-east-1:000000000000:${'*a'.repeat(500)}*b`].map((resource) => ({
  name: 'policy: a resource with 500 stars',
  explode: async ({ form }) =>
    answered(
      await form(
        'iam',
        `Action=PutRolePolicy&Version=2010-05-08&RoleName=${NAME}&PolicyName=bomb&PolicyDocument=${encode(POLICY(resource))}`,
      ),
    ),
}));

export const PATTERN_BOMBS: readonly Bomb[] = [
  ...EVENT_PATTERNS,
  ...FILTER_POLICIES,
  ...LOG_PATTERNS,
  ...SCHEDULES,
  ...IAM_PATTERNS,
];
