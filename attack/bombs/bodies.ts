import { answered, type Bomb, type Ground, refused } from './bomb.ts';

const LEVELS = 200_000;
const DEEP = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;
const DEEP_OBJECT = `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`;

const manyKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;

/** One action of each service with JSON bodies, and the paths of REST services and APIs. */
const JSON_ACTIONS = [
  'sqs:SendMessage',
  'events:PutEvents',
  'states:StartExecution',
  'dynamodb:PutItem',
  'logs:PutLogEvents',
  'cognito-idp:ListUsers',
] as const;

const bodies: readonly Bomb[] = JSON_ACTIONS.flatMap((operation) =>
  Object.entries({ 'JSON lists': DEEP, 'JSON objects': DEEP_OBJECT }).map(([what, text]) => ({
    name: `${LEVELS} nested ${what} in ${operation}`,
    explode: async ({ call }: Ground) => refused(await call(operation, `{"a":${text}}`)),
  })),
);

const keys: readonly Bomb[] = JSON_ACTIONS.map((operation) => ({
  name: `300000 names in ${operation}`,
  explode: async ({ call }) => refused(await call(operation, manyKeys(300_000))),
}));

const rest: readonly Bomb[] = [
  ['PUT', '/2015-03-31/functions/attacked/configuration'],
  ['POST', '/v1/pipes/attacked'],
  ['POST', '/schedules/attacked'],
  ['POST', '/v2/email/outbound-emails'],
  ['POST', '/_local/clock'],
].map(([method = '', path = '']) => ({
  name: `nested JSON in ${method} ${path}`,
  explode: async ({ raw }) => refused(await raw({ method, path, body: `{"a":${DEEP}}` })),
}));

const api: readonly Bomb[] = ['/applications', '/reviews/a/decision', '/operations/pattern-test'].map((path) => ({
  name: `nested JSON in POST ${path} of the API`,
  explode: async ({ raw, apiPath }) =>
    refused(
      await raw({
        method: 'POST',
        path: `${apiPath}${path}`,
        headers: { 'content-type': 'application/json' },
        body: `{"a":${DEEP}}`,
      }),
    ),
}));

/** The expansions of XML's entities would have 10^9 characters. No XML is parsed. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">${Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`,
).join('')}]><a>&a9;</a>`;

const forms: readonly Bomb[] = ['sns', 'iam', 'sts', 'sqs', 'ses'].flatMap((service) => [
  {
    name: `a form of 500000 parameters to ${service}`,
    explode: async ({ form }: Ground) => refused(await form(service, `Action=a${'&a=1'.repeat(500_000)}`)),
  },
  {
    name: `parameters nested 100000 deep to ${service}`,
    explode: async ({ form }: Ground) => refused(await form(service, `Action=a&a${'.1'.repeat(100_000)}=1`)),
  },
  {
    name: `a list position of 10^15 to ${service}`,
    explode: async ({ form }: Ground) => refused(await form(service, 'Action=a&Tags.member.999999999999999.Key=a')),
  },
  {
    name: `entities of XML that expand to 10^9 characters to ${service}`,
    explode: async ({ form }: Ground) => refused(await form(service, LAUGHS)),
  },
]);

const heads: readonly Bomb[] = [
  {
    name: 'a credential that a regular expression could search again and again',
    explode: async ({ raw }) =>
      answered(await raw({ method: 'POST', path: '/', headers: { authorization: 'Credential=a/1/'.repeat(1000) } })),
  },
  {
    name: 'a bearer token of 7000 dots',
    explode: async ({ raw, apiPath }) =>
      refused(
        await raw({ method: 'GET', path: `${apiPath}/me`, headers: { authorization: `Bearer ${'.'.repeat(7000)}` } }),
      ),
  },
  {
    name: 'a path of 7000 slashes',
    explode: async ({ raw }) => answered(await raw({ method: 'GET', path: '/'.repeat(7000) })),
  },
  {
    name: 'a query string of 7000 separators',
    explode: async ({ raw, apiPath }) =>
      answered(await raw({ method: 'GET', path: `${apiPath}/me?${'&'.repeat(7000)}` })),
  },
];

export const BODY_BOMBS: readonly Bomb[] = [...bodies, ...keys, ...rest, ...api, ...forms, ...heads];
