import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
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

const SUB_PATHS =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';
const levels = (count: number): string => Array.from({ length: count }, (_, index) => `/l${index}`).join('');

describe('the name of a parameter', () => {
  test.each([
    ['awsome', 'ValidationException', 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
    ['SSM-x', 'ValidationException', 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
    ['/ssm/x', 'ValidationException', SUB_PATHS],
    ['/aws/x', 'AccessDeniedException', 'No access to reserved parameter name: /aws/x.'],
    ['/shop/a b', 'ValidationException', SUB_PATHS],
    ['/shop//a', 'ValidationException', SUB_PATHS],
    ['/shop/', 'ValidationException', SUB_PATHS],
    ['/shop:1', 'ValidationException', SUB_PATHS],
    ['shop/colour', 'ValidationException', 'Parameter name must be a fully qualified name.'],
    [levels(16), 'HierarchyLevelLimitExceededException', 'A hierarchy can have a maximum of 15 levels.'],
  ])('is not %s', async (name, code, message) => {
    await expect(ssm.put(name, 'x')).rejects.toMatchObject({ name: code, message });
  });

  test('can have 15 levels and its ARN 1011 characters', async () => {
    expect(await ssm.put(levels(15), 'x')).toMatchObject({ Version: 1 });
    const prefix = 'arn:aws:ssm:us-east-1:000000000000:parameter/'.length;
    expect(await ssm.put('n'.repeat(1011 - prefix), 'x')).toMatchObject({ Version: 1 });
    await expect(ssm.put('n'.repeat(1012 - prefix), 'x')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(ssm.put('n'.repeat(2049), 'x')).rejects.toMatchObject({
      message: expect.stringMatching(
        /at 'name' failed to satisfy constraint: Member must have length less than or equal to 2048$/,
      ),
    });
  });
});

describe('the value of a parameter', () => {
  test('has at most 4096 characters in the standard tier and 8192 in the advanced tier', async () => {
    expect(await ssm.put('/standard', 'x'.repeat(4096))).toMatchObject({ Tier: 'Standard' });
    await expect(ssm.put('/long', 'x'.repeat(4097))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.',
    });
    expect(await ssm.put('/advanced', 'x'.repeat(8192), { Tier: 'Advanced' })).toMatchObject({ Tier: 'Advanced' });
    await expect(ssm.put('/longer', 'x'.repeat(8193), { Tier: 'Advanced' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Advanced tier parameters support a maximum parameter value of 8192 characters.',
    });
  });

  test('chooses the tier with Intelligent-Tiering, and an advanced parameter stays advanced', async () => {
    const Tier = 'Intelligent-Tiering';
    expect(await ssm.put('/chosen', 'short', { Tier })).toMatchObject({ Tier: 'Standard' });
    expect(await ssm.put('/chosen', 'x'.repeat(5000), { Tier, Overwrite: true })).toMatchObject({ Tier: 'Advanced' });
    expect(await ssm.put('/chosen', 'short', { Overwrite: true })).toMatchObject({ Tier: 'Advanced' });
    await expect(ssm.put('/chosen', 'short', { Tier: 'Standard', Overwrite: true })).rejects.toMatchObject({
      message: expect.stringContaining("You can't downgrade a parameter from the advanced-parameter tier"),
    });
  });

  test('must match the whole allowed pattern, each item of a list on its own', async () => {
    const AllowedPattern = '\\d{1,4}';
    await ssm.put('/number', '1000', { AllowedPattern });
    const mismatch = {
      name: 'ParameterPatternMismatchException',
      message: 'Parameter value, cannot be validated against allowedPattern: \\d{1,4}',
    };
    await expect(ssm.put('/number', '10,000', { Overwrite: true })).rejects.toMatchObject(mismatch);
    await ssm.put('/numbers', '10,1000', { AllowedPattern, Type: 'StringList' });
    await expect(ssm.put('/numbers', '10,x', { Overwrite: true, Type: 'StringList' })).rejects.toMatchObject(mismatch);
  });

  test('is refused with a pattern that is invalid or takes exponential time', async () => {
    for (const AllowedPattern of ['(', '(a+)+'])
      await expect(ssm.put('/pattern', `${'a'.repeat(60)}!`, { AllowedPattern })).rejects.toMatchObject({
        name: 'InvalidAllowedPatternException',
      });
  });

  test('is not in the message about it', async () => {
    await expect(ssm.put('/empty', '')).rejects.toMatchObject({
      message:
        "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });
});

test.each<[string, Partial<PutParameterCommandInput>, string, string]>([
  [
    'without a type',
    { Type: undefined },
    'ValidationException',
    'A parameter type is required when you create a parameter.',
  ],
  [
    'with an unknown type',
    { Type: 'Number' as 'String' },
    'ValidationException',
    "1 validation error detected: Value 'Number' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]",
  ],
  [
    'with an unknown data type',
    { DataType: 'Text' },
    'ValidationException',
    'The following data type is not supported: Text (Data type names are all lowercase.)',
  ],
  [
    'with the data type of images',
    { DataType: 'aws:ec2:image' },
    'UnsupportedOperation',
    'The data type aws:ec2:image of a parameter is not supported by the one-machine runtime.',
  ],
  [
    'with a policy',
    { Policies: '[]' },
    'UnsupportedOperation',
    'A policy of a parameter is not supported by the one-machine runtime.',
  ],
  [
    'with tags and Overwrite',
    { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
    'ValidationException',
    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
  ],
])('a parameter %s is refused', async (_, more, name, message) => {
  await expect(ssm.put('/refused', 'x', more)).rejects.toMatchObject({ name, message });
  await expect(ssm.get('/refused')).rejects.toMatchObject({ name: 'ParameterNotFound' });
});
