import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { QueryFormat } from '../../../../local/src/core/protocols/query-format.ts';
import { readQuery } from '../../../../local/src/core/protocols/query-input.ts';
import { queryAnswer, queryError } from '../../../../local/src/core/protocols/query-output.ts';

const USUAL: QueryFormat = { namespace: 'http://usual/' };
const FLATTENED: QueryFormat = {
  namespace: 'http://flattened/',
  members: (action) => ({
    Size: { kind: 'number' },
    Attributes: { kind: 'map', flattenedAs: 'Attribute', key: 'Name', value: 'Value' },
    Entries: { kind: 'list', flattenedAs: `${action}RequestEntry` },
    Names: { kind: 'list', flattenedAs: 'Name' },
  }),
  declaration: '<?xml version="1.0"?>',
  omitsEmptyResult: true,
  errorDetail: '<Detail/>',
};

const read = (form: string, format = USUAL) => readQuery(new URLSearchParams(form), format);

describe('A form of the Query protocol', () => {
  test('is an action and its input, without the version', () => {
    expect(read('Action=Say&Version=2010-03-31&Word=a%20%26+b')).toEqual({ action: 'Say', input: { Word: 'a & b' } });
  });

  test('encodes lists with `member` or with positions only; items are ordered by position', () => {
    expect(read('Names.member.2=b&Names.member.10=c&Names.member.1=a').input).toEqual({ Names: ['a', 'b', 'c'] });
    expect(read('Names.1=a&Names.2=b').input).toEqual({ Names: ['a', 'b'] });
    expect(read('Tags.member.1.Key=k&Tags.member.1.Value=v').input).toEqual({ Tags: [{ Key: 'k', Value: 'v' }] });
  });

  test('encodes maps as entries of keys and values', () => {
    expect(read('Attributes.entry.1.key=k&Attributes.entry.1.value=v').input).toEqual({ Attributes: { k: 'v' } });
    const named = 'M.entry.1.Name=n&M.entry.1.Value.DataType=String&M.entry.1.Value.StringValue=s';
    expect(read(named).input).toEqual({ M: { n: { DataType: 'String', StringValue: 's' } } });
  });

  test('can have incomplete maps and lists, and names that objects inherit', () => {
    expect(read('M.entry=x&N.member=&P.entry.1=x').input).toEqual({ M: { entry: 'x' }, N: '', P: { '': '' } });
    expect(Object.keys(read('__proto__.a=1&constructor=b').input)).toEqual(['__proto__', 'constructor']);
  });

  test('encodes flattened lists and maps under the names of their items, also inside entries', () => {
    const form = 'Action=Put&PutRequestEntry.1.Id=one&PutRequestEntry.1.Attribute.1.Name=a&Name.2=y&Name.1=x';
    expect(read(`${form}&PutRequestEntry.1.Attribute.1.Value=b`, FLATTENED).input).toEqual({
      Entries: [{ Id: 'one', Attributes: { a: 'b' } }],
      Names: ['x', 'y'],
    });
  });

  test('has numbers only for members that the format declares as numbers', () => {
    expect(read('Size=7&Name=8', FLATTENED).input).toEqual({ Size: 7, Name: '8' });
    expect(read('Size=7').input).toEqual({ Size: '7' });
  });
});

describe('An answer of the Query protocol', () => {
  test('encodes lists as members and maps as entries, and omits missing values', () => {
    const output = { Topics: [{ Arn: 'a<b' }], Attributes: { x: '1' }, At: new Date(0), Next: undefined };
    expect(queryAnswer('List', output, USUAL, 'id').body).toBe(
      '<ListResponse xmlns="http://usual/"><ListResult><Topics><member><Arn>a&lt;b</Arn></member></Topics>' +
        '<Attributes><entry><key>x</key><value>1</value></entry></Attributes><At>1970-01-01T00:00:00.000Z</At></ListResult>' +
        '<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ListResponse>',
    );
  });

  test('encodes flattened lists and maps without an enclosing element', () => {
    const output = { Names: ['x', 'y'], Attributes: { 'a&b': { Deep: 1 } } };
    expect(queryAnswer('Get', output, FLATTENED, 'id').body).toContain(
      '<GetResult><Name>x</Name><Name>y</Name><Attribute><Name>a&amp;b</Name><Value><Deep>1</Deep></Value></Attribute></GetResult>',
    );
  });

  test('has an empty result, or none if the format omits it', () => {
    expect(queryAnswer('Get', undefined, USUAL, 'id').body).toContain('<GetResult></GetResult>');
    expect(queryAnswer('Get', { Names: [] }, FLATTENED, 'id').body).toBe(
      '<?xml version="1.0"?><GetResponse xmlns="http://flattened/"><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetResponse>',
    );
  });
});

describe('An error of the Query protocol', () => {
  test('names the sender or the receiver as the cause, and is escaped', () => {
    expect(queryError(new AwsError('NotFound', '"a" & <b>', { statusCode: 404 }), USUAL, 'id')).toEqual({
      status: 404,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse xmlns="http://usual/"><Error><Type>Sender</Type><Code>NotFound</Code><Message>&quot;a&quot; &amp; &lt;b&gt;</Message></Error><RequestId>id</RequestId></ErrorResponse>',
    });
    expect(queryError(new AwsError('InternalFailure', 'x', { statusCode: 500 }), FLATTENED, 'id').body).toBe(
      '<?xml version="1.0"?><ErrorResponse xmlns="http://flattened/"><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message>x</Message><Detail/></Error><RequestId>id</RequestId></ErrorResponse>',
    );
  });

  test('replaces characters that XML excludes', () => {
    const { body } = queryError(new AwsError('NotFound', '\u0000\u001b\ufffe\uffff\t\n'), USUAL, 'id');
    expect(body).toContain('<Message>\ufffd\ufffd\ufffd\ufffd\t\n</Message>');
  });
});
