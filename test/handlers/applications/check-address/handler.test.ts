import { expect, test } from '@jest/globals';
import { handler } from '../../../../handlers/applications/check-address/handler.ts';

test('returns whether the address is flagged, the version of the rules and the rule that flagged it', async () => {
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: '123 Street' } })).toEqual({
    flagged: false,
    rulesVersion: 1,
  });
  expect(await handler({ command: 'CHECK_ADDRESS', data: { address: 'Somewhere' } })).toEqual({
    flagged: true,
    rulesVersion: 1,
    ruleId: 'no-number-and-street',
    rule: 'An address without a number, a space and a street after it, as in "123 Street", needs a review by a person.',
  });
});

test('refuses an unknown command', async () => {
  await expect(handler({ command: 'CHECK_NAME', data: { address: '123 Street' } })).rejects.toThrow(
    'The command must be CHECK_ADDRESS.',
  );
});
