import { LabelParameterVersionCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { type Client, clientOf, startQuietly } from './client.ts';

let runtime: Runtime;
let ssm: Client;
beforeAll(async () => {
  runtime = await startQuietly();
  ssm = clientOf(runtime);
});
afterAll(() => runtime.stop());

const NOT_FOUND = { name: 'ParameterNotFound' };

describe('a parameter', () => {
  test('is put once, read by name, by version and by ARN, and overwritten by a new version', async () => {
    expect(await ssm.put('/shop/colour', 'red')).toMatchObject({ Version: 1, Tier: 'Standard' });
    await expect(ssm.put('/shop/colour', 'blue')).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
    expect(await ssm.put('/shop/colour', 'blue', { Overwrite: true, Type: undefined })).toMatchObject({ Version: 2 });
    const ARN = 'arn:aws:ssm:us-east-1:000000000000:parameter/shop/colour';
    const latest = { Name: '/shop/colour', Type: 'String', Value: 'blue', Version: 2, DataType: 'text', ARN };
    expect(await ssm.get('/shop/colour')).toEqual({ ...latest, LastModifiedDate: expect.any(Date) });
    expect(await ssm.get('/shop/colour:1')).toMatchObject({ Value: 'red', Version: 1, Selector: ':1' });
    expect(await ssm.get(ARN)).toMatchObject(latest);
    expect(await ssm.get(`${ARN}:1`)).toMatchObject({ Value: 'red' });
  });

  test('with a simple name has an ARN with a slash, and is read by it', async () => {
    await ssm.put('colour', 'green');
    const { ARN = '' } = (await ssm.get('colour')) ?? {};
    expect(ARN).toBe('arn:aws:ssm:us-east-1:000000000000:parameter/colour');
    expect(await ssm.get(ARN)).toMatchObject({ Name: 'colour', Value: 'green' });
  });

  test('that does not exist is not found, and neither is a version or a label', async () => {
    await expect(ssm.get('/nothing')).rejects.toMatchObject(NOT_FOUND);
    await ssm.put('/versions', 'one');
    for (const suffix of ['2', '0', 'production'])
      await expect(ssm.get(`/versions:${suffix}`)).rejects.toMatchObject({
        name: 'ParameterVersionNotFound',
        message: `Systems Manager could not find version ${suffix} of /versions. Verify the version and try again.`,
      });
  });

  test('is deleted with its versions, and begins again with version 1', async () => {
    await ssm.put('/again', 'one');
    await ssm.put('/again', 'two', { Overwrite: true });
    await ssm.tag('/again', { a: '1' });
    await ssm.delete('/again');
    await expect(ssm.delete('/again')).rejects.toMatchObject(NOT_FOUND);
    expect(await ssm.put('/again', 'three')).toMatchObject({ Version: 1 });
    await expect(ssm.get('/again:2')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    expect(await ssm.tags('/again')).toEqual([]);
  });

  test('keeps what a new version does not change, and can lose its description', async () => {
    await ssm.put('/kept', '12', { Description: 'a number', AllowedPattern: '\\d+' });
    await ssm.put('/kept', '13', { Overwrite: true });
    const { Parameters: [, kept] = [] } = await ssm.history('/kept');
    expect(kept).toMatchObject({ Version: 2, Description: 'a number', AllowedPattern: '\\d+' });
    await ssm.put('/kept', '14', { Overwrite: true, Description: '' });
    expect((await ssm.history('/kept')).Parameters?.at(-1)).not.toHaveProperty('Description');
  });

  test('has the 100 latest versions as its history, in pages', async () => {
    for (let version = 1; version <= 102; version += 1) await ssm.put('/long', `${version}`, { Overwrite: true });
    const first = await ssm.history('/long');
    const second = await ssm.history('/long', { NextToken: first.NextToken });
    const versions = [...(first.Parameters ?? []), ...(second.Parameters ?? [])];
    expect(first.Parameters).toHaveLength(50);
    expect(second.NextToken).toBeUndefined();
    expect(versions.map(({ Version }) => Version)).toEqual(Array.from({ length: 100 }, (_, index) => index + 3));
    expect(versions.at(-1)).toMatchObject({
      Value: '102',
      Tier: 'Standard',
      Labels: [],
      LastModifiedUser: 'arn:aws:iam::000000000000:root',
    });
    await expect(ssm.history('/long', { NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  test('has tags', async () => {
    await ssm.put('/tagged', 'x', { Tags: [{ Key: 'a', Value: '1' }] });
    await ssm.tag('/tagged', { b: '2', c: '3' });
    await ssm.untag('/tagged', ['b']);
    expect(await ssm.tags('/tagged')).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'c', Value: '3' },
    ]);
    await expect(ssm.tags('/untold')).rejects.toMatchObject({ name: 'InvalidResourceId' });
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`key${index}`, '']));
    await expect(ssm.tag('/tagged', many)).rejects.toMatchObject({ name: 'TooManyTagsError' });
    expect(await ssm.tags('/tagged')).toHaveLength(2);
  });

  test('has no labels here', async () => {
    const label = new LabelParameterVersionCommand({ Name: '/shop/colour', Labels: ['live'] });
    await expect(ssm.client.send(label)).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  });
});

describe('a SecureString', () => {
  test('is read only with decryption; without it the answer does not contain its value', async () => {
    await ssm.put('/secret', 'sesame', { Type: 'SecureString' });
    expect(await ssm.get('/secret', { WithDecryption: true })).toMatchObject({ Type: 'SecureString', Value: 'sesame' });
    const { Value: hidden = '' } = (await ssm.get('/secret')) ?? {};
    expect(hidden).toMatch(/^[A-Za-z0-9+/=]{40,}$/);
    expect(Buffer.from(hidden, 'base64').toString()).not.toContain('sesame');
    expect((await ssm.byPath('/', { WithDecryption: false })).Parameters?.map(({ Value }) => Value)).not.toContain(
      'sesame',
    );
    expect((await ssm.history('/secret')).Parameters?.[0]).toMatchObject({ KeyId: 'alias/aws/ssm', Value: hidden });
    expect((await ssm.history('/secret', { WithDecryption: true })).Parameters?.[0]).toMatchObject({ Value: 'sesame' });
  });

  test('has the key that the request names', async () => {
    await ssm.put('/keyed', 'sesame', { Type: 'SecureString', KeyId: 'alias/own' });
    expect((await ssm.history('/keyed')).Parameters?.[0]).toMatchObject({ KeyId: 'alias/own' });
  });
});

describe('several parameters', () => {
  test('are read at once; what does not exist is listed', async () => {
    await ssm.put('/many/a', '1');
    await ssm.put('/many/b', '2');
    const answer = await ssm.getMany(['/many/b', '/many/a:1', '/many/c', '/many/a:9']);
    expect(answer.Parameters?.map(({ Name, Value, Selector }) => [Name, Value, Selector])).toEqual([
      ['/many/b', '2', undefined],
      ['/many/a', '1', ':1'],
    ]);
    expect(answer.InvalidParameters).toEqual(['/many/c', '/many/a:9']);
  });

  test('are deleted at once; what does not exist is listed', async () => {
    await ssm.put('/gone/a', '1');
    expect(await ssm.deleteMany(['/gone/a', '/gone/b'])).toMatchObject({
      DeletedParameters: ['/gone/a'],
      InvalidParameters: ['/gone/b'],
    });
    await expect(ssm.get('/gone/a')).rejects.toMatchObject(NOT_FOUND);
  });

  test('are at most ten', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `n${index}`);
    await expect(ssm.getMany(names)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '[n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
    });
  });
});
