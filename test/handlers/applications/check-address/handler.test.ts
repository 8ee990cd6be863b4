import { expect, test } from '@jest/globals';
import { handler } from '../../../../handlers/applications/check-address/handler.ts';

test('answers whether the address is flagged', async () => {
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: '123 Street' } })).toEqual({ flagged: false });
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: 'Somewhere' } })).toEqual({ flagged: true });
});

test('refuses a command it does not know', async () => {
  await expect(handler({ command: 'CHECK_NAME', data: { address: '123 Street' } })).rejects.toThrow(
    'This function knows the command CHECK_ADDRESS only.',
  );
});
