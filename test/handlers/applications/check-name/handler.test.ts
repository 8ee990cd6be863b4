import { expect, test } from '@jest/globals';
import { handler } from '../../../../handlers/applications/check-name/handler.ts';

test('returns whether the name is flagged, the version of the rules and the rule that flagged it', async () => {
  expect(await handler({ command: 'CHECK_NAME', data: { name: 'Spock' } })).toEqual({
    flagged: false,
    rulesVersion: 1,
  });
  expect(await handler({ command: 'CHECK_NAME', data: { name: 'evil Spock' } })).toEqual({
    flagged: true,
    rulesVersion: 1,
    ruleId: 'watched-word',
    rule: 'A name that contains "evil" needs a review by a person.',
    met: 'evil',
  });
});

test('throws UnprocessableDataException for a name that cannot be checked', async () => {
  await expect(handler({ command: 'CHECK_NAME', data: { name: 'UNPROCESSABLE_DATA' } })).rejects.toMatchObject({
    name: 'UnprocessableDataException',
    message: "Simulated error: Name 'UNPROCESSABLE_DATA' is not possible to check.",
  });
});

test('refuses an unknown command', async () => {
  await expect(handler({ command: 'CHECK_ADDRESS', data: { name: 'Spock' } })).rejects.toThrow(
    'The command must be CHECK_NAME.',
  );
});
