import type { Shape } from './model.ts';

export type Random = () => number;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

/** Values with a fault for most members; all are valid JSON. */
export const JUNK: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_992,
  true,
  false,
  '',
  ' ',
  'x',
  '\u0000',
  '\ud800',
  '${}',
  '__proto__',
  '{}',
  '[]',
  'null',
  '1',
  '[1',
  '{"a":null}',
  '{"Statement":null}',
  'arn:aws:sqs:::',
  'http://[',
  'x'.repeat(3_000),
  [],
  {},
  [null],
  [[]],
  [{}],
  ['x', 1],
  [null, {}],
  { x: null },
  { x: {} },
  { toString: 1, valueOf: 2 },
  { length: 3 },
  { constructor: null },
  JSON.parse('{"__proto__":{"x":1}}'),
  { S: null },
  { N: 'x' },
  { L: [null] },
];

const ACCOUNT = '000000000000';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;

/** JSON documents that services take as text. */
const DOCUMENTS = [
  '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}',
  '{"StartAt":"A","States":{"A":null}}',
  '{"StartAt":null,"States":[]}',
  '{"source":["fuzz"]}',
  '{"detail":{"a":[{"anything-but":null}]}}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*","Principal":"*"}]}',
  '{"Version":"2012-10-17","Statement":[null]}',
  '{"Statement":{"Effect":"Allow","Action":null,"Principal":[],"Condition":{"StringEquals":null}}}',
  `{"deadLetterTargetArn":"${arn('sqs', 'fuzz')}","maxReceiveCount":3}`,
  '{"deadLetterTargetArn":null,"maxReceiveCount":[]}',
  '{"redrivePermission":"byQueue","sourceQueueArns":null}',
  '{"a":{"b":[1]}}',
] as const;

/**
 * Names and values that make a request plausible, so that it passes the first checks and reaches the code after them.
 */
const PLAUSIBLE = [
  'fuzz',
  'fuzz-role',
  'default',
  'id',
  'All',
  'String',
  'ALL',
  'RUNNING',
  'ENABLED',
  'sqs',
  'email',
  'rate(1 minute)',
  '$.detail',
  'a@b.example',
  '2026-01-31T12:00:00Z',
  'a = :a',
  'SET a = :a',
  'attribute_exists(#a)',
  'Policy',
  'VisibilityTimeout',
  'RedrivePolicy',
  'FilterPolicy',
  'DeliveryPolicy',
  `http://127.0.0.1:4566/${ACCOUNT}/fuzz`,
  arn('sqs', 'fuzz'),
  arn('sns', 'fuzz'),
  arn('states', 'stateMachine:fuzz'),
  arn('states', 'activity:fuzz'),
  arn('states', 'execution:fuzz:fuzz'),
  arn('events', 'rule/fuzz'),
  arn('events', 'event-bus/default'),
  arn('dynamodb', 'table/fuzz'),
  arn('lambda', 'function:fuzz'),
  `arn:aws:iam::${ACCOUNT}:role/fuzz-role`,
  ...DOCUMENTS,
];

/** The plausible values for members of these names. */
const BY_NAME: Readonly<Record<string, readonly unknown[]>> = {
  QueueUrl: [`http://127.0.0.1:4566/${ACCOUNT}/fuzz`],
  QueueName: ['fuzz'],
  TopicArn: [arn('sns', 'fuzz')],
  TableName: ['fuzz'],
  AttributeName: ['id', 'a'],
  RoleName: ['fuzz-role'],
  FunctionName: ['fuzz'],
  EventBusName: ['default'],
  Rule: ['fuzz'],
  RoleArn: [`arn:aws:iam::${ACCOUNT}:role/fuzz-role`],
  roleArn: [`arn:aws:iam::${ACCOUNT}:role/fuzz-role`],
  stateMachineArn: [arn('states', 'stateMachine:fuzz')],
  Role: [`arn:aws:iam::${ACCOUNT}:role/fuzz-role`],
  EventPattern: DOCUMENTS,
  definition: DOCUMENTS,
  PolicyDocument: DOCUMENTS,
  AssumeRolePolicyDocument: DOCUMENTS,
  WaitTimeSeconds: [0],
  MaxNumberOfMessages: [1],
};

const KEYS = ['id', 'a', '#a', ':a', 'fuzz', 'Policy', 'RedrivePolicy', 'VisibilityTimeout', 'FilterPolicy', 'x'];

const some = <Item>(random: Random, make: () => Item): Item[] =>
  Array.from({ length: pick(random, [0, 1, 1, 2]) }, make);

/** Probabilities that a value has another type than in the schema, and that an optional member is missing. */
const WRONG = 0.12;
const MISSING = 0.4;

/** A random value of the shape, in which some values are wrong. */
export const randomValue = (shape: Shape, name: string, random: Random, depth = 0): unknown => {
  if (random() < WRONG) return pick(random, JUNK);
  const named = BY_NAME[name];
  if (named !== undefined) return pick(random, named);
  switch (shape.kind) {
    case 'structure':
      return structure(shape.members(), random, depth);
    case 'union':
      return oneMember(shape.members(), random, depth);
    case 'list':
      return some(random, () => randomValue(shape.of(), name, random, depth + 1));
    case 'map':
      return Object.fromEntries(
        some(random, () => [pick(random, KEYS), randomValue(shape.of(), name, random, depth + 1)]),
      );
    case 'boolean':
      return random() < 0.5;
    case 'number':
      return pick(random, [0, 1, 2, 10, 60, 1_000]);
    case 'time':
      return pick(random, [0, 1_770_000_000]);
    case 'bytes':
      return 'eA==';
    case 'text':
      return pick(random, PLAUSIBLE);
  }
};

type Members = readonly (readonly [string, Shape])[];

/** Depth from which structures are almost empty, because some shapes contain themselves. */
const DEEP = 4;

const structure = (members: Members, random: Random, depth: number): Record<string, unknown> => {
  const missing = depth > DEEP ? 0.9 : MISSING;
  return Object.fromEntries(
    members.flatMap(([name, member]) =>
      name in BY_NAME || random() >= missing ? [[name, randomValue(member, name, random, depth + 1)] as const] : [],
    ),
  );
};

const oneMember = (members: Members, random: Random, depth: number): Record<string, unknown> => {
  const [name, member] = pick(random, depth > DEEP ? members.slice(0, 2) : members);
  return { [name]: randomValue(member, name, random, depth + 1) };
};

/** An object that gets every member which the code under test reads, for actions without a model. */
export const objectWithAnyMember = (random: Random): Record<string, unknown> =>
  new Proxy<Record<string, unknown>>(
    {},
    {
      get: (members, name) => {
        if (typeof name === 'symbol' || name === 'toJSON') return undefined;
        if (!Object.hasOwn(members, name))
          members[name] = random() < MISSING ? undefined : pick(random, random() < 0.5 ? JUNK : PLAUSIBLE);
        return members[name];
      },
    },
  );
