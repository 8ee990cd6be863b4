import type { Choices } from '../../chaos/random.ts';
import { headerOf, type WireRequest, withHeaders } from '../wire/request.ts';
import { ODD_TEXTS } from './odd-values.ts';

const escapedPart = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
};

const pathPart = (choices: Choices): string =>
  choices.pick([
    () => escapedPart(choices.pick(ODD_TEXTS)),
    () => escapedPart(choices.pick(ODD_TEXTS)),
    () => '%zz',
    () => '%',
    () => '%c3%28',
    () => '%00',
    () => '..',
    () => '%2e%2e%2f%2e%2e',
    () => '',
    () => '\u00e9\u00ff',
    () => 'a'.repeat(3000),
    () => '%2F'.repeat(50),
  ])();

const split = (path: string): readonly [string, string] => {
  const at = path.indexOf('?');
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
};

const changePath = (request: WireRequest, choices: Choices): WireRequest => {
  const [path, query] = split(request.path);
  const parts = path.split('/');
  const at = choices.between(1, Math.max(1, parts.length - 1));
  parts[at] = pathPart(choices);
  return { ...request, path: `${parts.join('/')}${query === '' ? '' : `?${query}`}` };
};

const changeQuery = (request: WireRequest, choices: Choices): WireRequest => {
  const [path, query] = split(request.path);
  const pairs = query === '' ? [] : query.split('&');
  const name = choices.pick([...pairs.map((pair) => pair.split('=')[0] ?? ''), 'limit', 'Marker', '__proto__', '%zz']);
  return { ...request, path: `${path}?${[...pairs, `${name}=${pathPart(choices)}`].join('&')}` };
};

const CONTENT_TYPES = [
  'text/plain',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'application/x-amz-json-1.1',
  'application/xml',
  'application/cbor',
  'multipart/form-data',
  'x',
  '',
] as const;

const CREDENTIALS = [
  'AWS4-HMAC-SHA256',
  'AWS4-HMAC-SHA256 Credential=/20260101/us-east-1/sqs/aws4_request',
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/__proto__/aws4_request, Signature=0',
  'AWS4-HMAC-SHA256 Credential=unknown/20260101/us-east-1/sqs/aws4_request, SignedHeaders=, Signature=',
  'Basic dGVzdDp0ZXN0',
  'Bearer',
  'Bearer a.b.c',
  'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
  '\u00ff\u00fe',
  ` ${'a'.repeat(9000)}`,
] as const;

type Change = (request: WireRequest, choices: Choices) => readonly [string, WireRequest];

/** Changes after which the answer may be in the form of another protocol. */
const CHANGES: readonly Change[] = [
  (request, choices) => ['path', changePath(request, choices)],
  (request, choices) => ['path', changePath(request, choices)],
  (request, choices) => ['query', changeQuery(request, choices)],
  (request, choices) => ['query', changeQuery(request, choices)],
  (request, { pick }) => [
    'method',
    { ...request, method: pick(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) },
  ],
  (request, { pick }) => ['content-type', withHeaders(request, { 'content-type': pick(CONTENT_TYPES) })],
  (request) => ['no content-type', withHeaders(request, { 'content-type': undefined })],
  (request, { pick }) => ['authorization', withHeaders(request, { authorization: pick(CREDENTIALS) })],
  (request) => ['no authorization', withHeaders(request, { authorization: undefined })],
  (request, { pick }) => [
    'x-amz-target',
    withHeaders(request, {
      'x-amz-target': pick([
        '',
        '.',
        'AWSEvents.',
        'AWSEvents.__proto__',
        'AWSEvents.constructor',
        '__proto__.toString',
        'AmazonSQS.toString',
        'DynamoDB_20120810.hasOwnProperty',
        'AWSStepFunctions.valueOf',
        `${headerOf(request, 'x-amz-target')}\u00ff`,
        'a'.repeat(2000),
      ]),
    }),
  ],
  (request, { pick }) => ['content-encoding', withHeaders(request, { 'content-encoding': pick(['gzip', 'br', 'x']) })],
  (request, { pick }) => [
    'accept',
    withHeaders(request, { accept: pick(['text/html', 'application/json', '*', '\u00ff']) }),
  ],
  (request) => [
    'a header twice',
    withHeaders(request, { 'x-amz-date': ['a', 'b'], cookie: ['a=b', '__proto__=c; =; ;'] }),
  ],
  (request) => [
    'many headers',
    withHeaders(request, Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x-h-${index}`, 'v']))),
  ],
  (request) => ['a long header', withHeaders(request, { 'x-long': 'a'.repeat(40_000) })],
  (request, { pick }) => [
    'an AWS header',
    withHeaders(request, {
      [pick([
        'x-amz-invocation-type',
        'x-amz-log-type',
        'x-amz-client-context',
        'x-amzn-trace-id',
        'range',
        'expect',
        'if-none-match',
      ])]: pick(['', '\u00ff', '__proto__', 'Root=1-0-0;'.repeat(100), '100-continue', 'bytes=0-', 'e30=', '=', 'W/"']),
    }),
  ],
];

/** Changes the method, the path, the query string or a header. */
export const mutateHead = (
  request: WireRequest,
  choices: Choices,
): { readonly name: string; readonly request: WireRequest } => {
  const [name, changed] = choices.pick(CHANGES)(request, choices);
  return { name, request: changed };
};
