import { afterEach, expect, test } from '@jest/globals';
import type { ResourceContext, RunningType } from '../../../../local/src/core/cloudformation/resource-type.ts';
import { SQS_TYPES } from '../../../../local/src/services/sqs/resources.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

let kernel: TestKernel;
afterEach(() => kernel.stop());

test('a template creates a queue with the name of a deleted one as soon as the name is free', async () => {
  kernel = await startKernel((k) => [createSqs(k)]);
  const refused = Promise.withResolvers<void>();
  const context: ResourceContext = {
    stack: 'stack',
    logicalId: 'Orders',
    name: 'orders',
    properties: {},
    home: kernel.home,
    call: async (operation, input) => {
      try {
        return await kernel.services.call(operation, input, kernel.identities.administrator());
      } catch (error) {
        refused.resolve();
        throw error;
      }
    },
    create: (operation, input) => context.call(operation, input),
    asset: () => undefined,
  };
  const type = SQS_TYPES['AWS::SQS::Queue'] as RunningType;
  const queue = await type.create(context);
  await type.delete(context, queue);
  const again = type.create(context);
  await refused.promise;
  await kernel.timers.advance(60_000);
  expect(await again).toEqual(queue);
});
