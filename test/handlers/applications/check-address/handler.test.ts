import { expect, test } from '@jest/globals';
import { handler } from '../../../../handlers/applications/check-address/handler.ts';

test('returns whether the address is flagged', async () => {
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: '123 Street' } })).toEqual({ flagged: false });
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: 'Somewhere' } })).toEqual({ flagged: true });
});

test('refuses an unknown command', async () => {
  await expect(handler({ command: 'CHECK_NAME', data: { address: '123 Street' } })).rejects.toThrow(
    'The command must be CHECK_ADDRESS.',
  );
});
