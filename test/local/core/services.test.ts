import { expect, test } from '@jest/globals';
import { operation } from '../../../local/src/core/operation.ts';
import type { ServiceModule } from '../../../local/src/core/service.ts';
import { startKernel } from '../kernel.ts';

const echoing: ServiceModule = {
  service: { name: 'echo', actions: { Echo: (input) => input }, protocols: [] },
};

const echo = operation<{ readonly text: string }, { readonly text: string }>('echo', 'Echo');

test('the TypeScript compiler refuses a call whose input does not have the type of the operation', async () => {
  const kernel = await startKernel(() => [echoing]);
  const caller = kernel.identities.administrator();
  const { text } = await kernel.services.call(echo, { text: 'said' }, caller);
  expect(text).toBe('said');
  // @ts-expect-error: the member is missing
  await kernel.services.call(echo, {}, caller);
  // @ts-expect-error: the member is not a text
  await kernel.services.call(echo, { text: 1 }, caller);
  // @ts-expect-error: the operation has no such member
  await kernel.services.call(echo, { text: 'said', louder: true }, caller);
  await kernel.stop();
});
