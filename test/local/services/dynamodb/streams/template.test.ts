import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { getAtt, one, startTemplate } from '../../../template/start-template.ts';

const table = (more: Record<string, unknown>) =>
  one('AWS::DynamoDB::Table', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    ...more,
  });

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate(
    {
      Resources: { Orders: table({ TableName: 'orders', StreamSpecification: { StreamViewType: 'OLD_IMAGE' } }) },
      Outputs: { Stream: { Value: getAtt('Orders', 'StreamArn') } },
    },
    '',
  );
});
afterAll(() => runtime?.stop());

test('a table of a template has the attribute StreamArn, which is the ARN of its stream', async () => {
  const [output] = runtime.deployment?.outputs ?? [];
  const { kernel } = runtime;
  const admin = kernel.identities.administrator();
  expect(
    await kernel.services.callByName('dynamodb', 'DescribeStream', { StreamArn: output?.value }, admin),
  ).toMatchObject({ StreamDescription: { TableName: 'orders', StreamStatus: 'ENABLED', StreamViewType: 'OLD_IMAGE' } });
});
