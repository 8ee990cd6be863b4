import { describe, expect, test } from '@jest/globals';
import type { Form } from '../../attack/doors/door.ts';
import { judge } from '../../attack/judge/judge.ts';
import { xmlProblem } from '../../attack/judge/well-formed.ts';

const SECRETS = { 'a task token': ['AQDE-secret'], 'a path of the project': ['/home/user/project'] };

interface Given {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
  readonly isHeadChanged?: boolean;
}

const faultsOf = (form: Form, { status, body, headers = {}, isHeadChanged = false }: Given) =>
  judge(
    { kind: 'answered', status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(body) },
    { door: { form, statuses: [200, 400] }, request: { path: '/', headers: {} }, isHeadChanged, secrets: SECRETS },
  );

describe('An answer is a fault if', () => {
  test('its status is 500, whatever it says', () => {
    const body = '{"__type":"UnsupportedOperation","message":"Service Unavailable"}';
    expect(faultsOf('json', { status: 500, body, isHeadChanged: true })).toEqual(['status 500']);
  });

  test('its status is 501 or 503 without the reason that explains it', () => {
    const refused = '{"__type":"UnsupportedOperation","message":"a is not supported"}';
    expect(faultsOf('json', { status: 501, body: refused, isHeadChanged: true })).toEqual([]);
    expect(faultsOf('json', { status: 503, body: refused, isHeadChanged: true })).toEqual(['status 503']);
  });

  test('it has no error of its protocol', () => {
    expect(faultsOf('json', { status: 400, body: '{"message":"a"}' })).toEqual(['the error has no type']);
    expect(faultsOf('json', { status: 400, body: 'a' })).toEqual(['the body is not JSON']);
    expect(faultsOf('rest-json', { status: 400, body: '{"message":"a"}' })).toEqual([
      'the error has no x-amzn-errortype',
    ]);
    expect(faultsOf('query', { status: 400, body: '<a></a>' })).toEqual(['the error is no ErrorResponse']);
    expect(
      faultsOf('query', { status: 400, body: '<ErrorResponse><Error><Code>A</Code></Error></ErrorResponse>' }),
    ).toEqual([]);
  });

  test('its document does not name its status', () => {
    expect(faultsOf('http-api', { status: 418, body: '{"message":"a"}' })).toEqual([
      'status 418 is not in the document',
    ]);
  });

  test('it contains a stack trace, a path of the machine, a secret, or bytes that are no UTF-8', () => {
    const error = (message: string) => JSON.stringify({ __type: 'A', message });
    expect(faultsOf('json', { status: 400, body: error('a\n    at f (file:///a.ts:1:2)') })).toEqual([
      'the answer contains a stack trace',
      'the answer contains a path of the machine',
    ]);
    expect(faultsOf('json', { status: 400, body: error('for AQDE-secret') })).toEqual([
      'the answer contains a task token',
    ]);
    expect(faultsOf('json', { status: 200, body: '{"a":"/home/user/project/b"}' })).toEqual([
      'the answer contains a path of the project',
    ]);
    const bytes = {
      kind: 'answered',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from([0xff]),
    } as const;
    const expectation = {
      door: { form: 'page' },
      request: { path: '/', headers: {} },
      isHeadChanged: false,
      secrets: {},
    } as const;
    expect(judge(bytes, expectation)).toEqual(['the body is not UTF-8']);
  });

  test('there is none, unless the request waits or its head is too long', () => {
    const door = { form: 'json' } as const;
    const request = { path: '/', headers: {} };
    const common = { isHeadChanged: false, secrets: {} };
    expect(judge({ kind: 'unanswered' }, { door, request, ...common })).toEqual(['no answer']);
    expect(judge({ kind: 'unanswered' }, { door: { ...door, waits: true }, request, ...common })).toEqual([]);
    expect(judge({ kind: 'broken', reason: 'ECONNRESET' }, { door, request, ...common })).toEqual([
      'the connection ended: ECONNRESET',
    ]);
    const long = { path: `/${'a'.repeat(40_000)}`, headers: {} };
    expect(judge({ kind: 'broken', reason: 'ECONNRESET' }, { door, request: long, ...common })).toEqual([]);
  });
});

describe('XML', () => {
  test.each([
    ['<a><b>x &amp; y</b><c/></a>', undefined],
    ['<?xml version="1.0"?><a xmlns="http://a/">x</a>', undefined],
    ['<a>\u0000</a>', 'a character that XML cannot contain'],
    ['<a>x & y</a>', 'an & that is no reference'],
    ['<a><b></a></b>', 'elements that overlap'],
    ['<a>', 'an element without an end'],
    ['<a></a>b', 'text outside the root element'],
    ['<1>a</1>', 'an element with a name that XML does not allow'],
    ['<a b></a>', 'a tag that is none'],
  ])('%j has the problem %j', (text, problem) => {
    expect(xmlProblem(text)).toBe(problem);
  });
});
