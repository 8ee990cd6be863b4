import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Files, type LambdaHarness, startLambda } from './harness.ts';

let aws: LambdaHarness;
beforeAll(async () => {
  aws = await startLambda();
});
afterAll(() => aws.stop());

const answerOf = async (name: string, files: Files): Promise<unknown> => {
  await aws.create(name, files);
  return (await aws.invoke(name)).payload;
};

describe('A function whose code does not contain the AWS SDK', () => {
  test.each<[string, Files]>([
    [
      'imports',
      {
        'index.mjs': `import { SQSClient } from '@aws-sdk/client-sqs';
          import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
          export const handler = async () => [SQSClient.name, DynamoDBDocumentClient.name];`,
      },
    ],
    [
      'imports-later',
      {
        'index.mjs': `export const handler = async () => {
          const { SQSClient } = await import('@aws-sdk/client-sqs');
          const { DynamoDBDocumentClient } = await import('@aws-sdk/lib-dynamodb');
          return [SQSClient.name, DynamoDBDocumentClient.name];
        };`,
      },
    ],
    [
      'requires',
      {
        'index.js': `const { SQSClient } = require('@aws-sdk/client-sqs');
          const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');
          exports.handler = async () => [SQSClient.name, DynamoDBDocumentClient.name];`,
      },
    ],
  ])('%s it from the runtime, as on AWS', async (name, files) => {
    expect(await answerOf(name, files)).toEqual(['SQSClient', 'DynamoDBDocumentClient']);
  });

  test('prefers a package that it brings itself', async () => {
    const files = {
      'index.js': `exports.handler = async () => require('@aws-sdk/client-sqs').own;`,
      'node_modules/@aws-sdk/client-sqs/index.js': 'exports.own = true;',
    };
    expect(await answerOf('brings', files)).toBe(true);
  });

  test.each([
    ['unknown-client', '@aws-sdk/client-nothing'],
    ['other-package', 'aws-cdk-lib'],
  ])('does not find %s', async (name, specifier) => {
    expect(
      await answerOf(name, { 'index.js': `require('${specifier}'); exports.handler = async () => 1;` }),
    ).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining(specifier),
    });
  });
});
