import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { type Client, clientOf, startQuietly } from './client.ts';

let runtime: Runtime;
let ssm: Client;
beforeAll(async () => {
  runtime = await startQuietly();
  ssm = clientOf(runtime);
  await ssm.put('simple', 'x');
  await ssm.put('/shop/colour', 'red', { Description: 'of the door', Tags: [{ Key: 'team', Value: 'doors' }] });
  await ssm.put('/shop/sizes', '1,2', { Type: 'StringList' });
  await ssm.put('/shop/db/password', 'sesame', { Type: 'SecureString' });
  await ssm.put('/shop/db/text', 'x'.repeat(5000), { Tier: 'Advanced' });
  await ssm.put('/shopping', 'x');
});
afterAll(() => runtime.stop());

const names = ({ Parameters = [] }: { Parameters?: { Name?: string | undefined }[] | undefined }) =>
  Parameters.map(({ Name }) => Name);

describe('the parameters below a path', () => {
  test('are those directly below it, or all with Recursive', async () => {
    for (const path of ['/shop', '/shop/']) {
      expect(names(await ssm.byPath(path))).toEqual(['/shop/colour', '/shop/sizes']);
      expect(names(await ssm.byPath(path, { Recursive: true }))).toEqual([
        '/shop/colour',
        '/shop/db/password',
        '/shop/db/text',
        '/shop/sizes',
      ]);
    }
    expect(names(await ssm.byPath('/'))).toEqual(['/shopping', 'simple']);
    expect(names(await ssm.byPath('/other'))).toEqual([]);
  });

  test('are read with their values and types', async () => {
    const { Parameters } = await ssm.byPath('/shop/db', { WithDecryption: true });
    expect(Parameters).toMatchObject([{ Value: 'sesame', Type: 'SecureString' }, { Value: 'x'.repeat(5000) }]);
  });

  test('come in pages', async () => {
    const pages: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.byPath('/', { Recursive: true, MaxResults: 4, NextToken });
      pages.push(names(page));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(pages).toEqual([
      ['/shop/colour', '/shop/db/password', '/shop/db/text', '/shop/sizes'],
      ['/shopping', 'simple'],
    ]);
    await expect(ssm.byPath('/', { MaxResults: 11 })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '11' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10",
    });
    await expect(ssm.byPath('/', { NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  test('are filtered by type', async () => {
    const ParameterFilters = [{ Key: 'Type', Values: ['SecureString', 'StringList'] }];
    expect(names(await ssm.byPath('/shop', { Recursive: true, ParameterFilters }))).toEqual([
      '/shop/db/password',
      '/shop/sizes',
    ]);
  });

  test('need a path that begins with a slash', async () => {
    await expect(ssm.byPath('shop')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('The parameter name must begin with a forward slash "/".'),
    });
  });
});

describe('DescribeParameters', () => {
  test('describes all parameters without their values', async () => {
    const { Parameters = [] } = await ssm.describe();
    expect(names({ Parameters })).toHaveLength(6);
    expect(Parameters[0]).toEqual({
      Name: '/shop/colour',
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/shop/colour',
      Type: 'String',
      Description: 'of the door',
      LastModifiedDate: expect.any(Date),
      LastModifiedUser: 'arn:aws:iam::000000000000:root',
      Version: 1,
      Tier: 'Standard',
      Policies: [],
      DataType: 'text',
    });
  });

  test.each([
    [
      'the beginning of the name',
      { Key: 'Name', Option: 'BeginsWith', Values: ['/shop/d'] },
      ['/shop/db/password', '/shop/db/text'],
    ],
    ['a part of the name', { Key: 'Name', Option: 'Contains', Values: ['impl', 'colo'] }, ['/shop/colour', 'simple']],
    ['the name', { Key: 'Name', Values: ['/shop/colour'] }, ['/shop/colour']],
    ['the path', { Key: 'Path', Values: ['/shop/db'] }, ['/shop/db/password', '/shop/db/text']],
    ['the type', { Key: 'Type', Values: ['StringList'] }, ['/shop/sizes']],
    ['the tier', { Key: 'Tier', Values: ['Advanced'] }, ['/shop/db/text']],
    ['the key', { Key: 'KeyId', Values: ['alias/aws/ssm'] }, ['/shop/db/password']],
    ['the data type', { Key: 'DataType', Option: 'BeginsWith', Values: ['aws'] }, []],
    ['a tag', { Key: 'tag:team', Values: ['doors'] }, ['/shop/colour']],
    ['the key of a tag', { Key: 'tag:team' }, ['/shop/colour']],
    ['another tag', { Key: 'tag:team', Values: ['floors'] }, []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(names(await ssm.describe({ ParameterFilters: [filter] }))).toEqual(expected);
  });

  test('has the filters of its first version', async () => {
    const Filters = [{ Key: 'Name' as const, Values: ['/shop/d'] }];
    expect(names(await ssm.describe({ Filters }))).toEqual(['/shop/db/password', '/shop/db/text']);
    await expect(ssm.describe({ Filters, ParameterFilters: [{ Key: 'Name', Values: ['x'] }] })).rejects.toMatchObject({
      message: 'You can use either Filters or ParameterFilters in a single request.',
    });
  });

  test('needs every filter to match, and comes in pages', async () => {
    const ParameterFilters = [
      { Key: 'Path', Option: 'Recursive', Values: ['/shop'] },
      { Key: 'Type', Values: ['String', 'SecureString'] },
    ];
    const first = await ssm.describe({ ParameterFilters, MaxResults: 2 });
    expect(names(first)).toEqual(['/shop/colour', '/shop/db/password']);
    const second = await ssm.describe({ ParameterFilters, MaxResults: 2, NextToken: first.NextToken });
    expect(names(second)).toEqual(['/shop/db/text']);
    expect(second.NextToken).toBeUndefined();
  });

  test.each([
    [
      [{ Key: 'Label', Values: ['live'] }],
      'InvalidFilterKey',
      'The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType].',
    ],
    [
      [
        { Key: 'Name', Values: ['a'] },
        { Key: 'Name', Values: ['b'] },
      ],
      'InvalidFilterKey',
      'The following filter is duplicated in the request: Name. A request can contain only one occurrence of a specific filter.',
    ],
    [[{ Key: 'Name' }], 'InvalidFilterValue', 'The following filter values are missing : null for filter key Name.'],
    [
      [{ Key: 'Path', Option: 'Equals', Values: ['/a'] }],
      'InvalidFilterOption',
      'The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].',
    ],
    [
      [{ Key: 'Type', Values: ['Number'] }],
      'InvalidFilterOption',
      'The following filter value is not valid: Number. Valid values include: [String, StringList, SecureString].',
    ],
    [
      [{ Key: 'Colour', Values: ['a'] }],
      'ValidationException',
      "1 validation error detected: Value 'Colour' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
    ],
  ])('refuses the filters %j', async (ParameterFilters, name, message) => {
    await expect(ssm.describe({ ParameterFilters })).rejects.toMatchObject({ name, message });
  });
});
