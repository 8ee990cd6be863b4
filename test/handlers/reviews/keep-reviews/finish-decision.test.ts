import type { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { createFinishDecision } from '../../../../handlers/reviews/keep-reviews/finish-decision.ts';

const answering = (answer: { FunctionError?: string; Payload?: string }) => {
  const Payload = { transformToString: () => answer.Payload };
  return { send: async () => ({ ...answer, Payload }) } as unknown as LambdaClient;
};

test('a decision is finished if the function ends without an error', async () => {
  const finish = createFinishDecision(answering({ Payload: '{"result":"REVIEW_APPROVED"}' }), 'decide-reviews');
  await expect(finish('app-1')).resolves.toBeUndefined();
});

test('a failure of the function is thrown with the name of its error and without its message', async () => {
  const Payload = JSON.stringify({ errorType: 'TryAgainException', errorMessage: 'token-1 of Spock', trace: [] });
  const finish = createFinishDecision(answering({ FunctionError: 'Unhandled', Payload }), 'decide-reviews');
  await expect(finish('app-1')).rejects.toMatchObject({
    name: 'DecisionNotFinishedError',
    code: 'TryAgainException',
    message: 'decide-reviews could not finish an unconfirmed decision: TryAgainException.',
  });
});

test.each(['', 'no JSON', '{}', 'null'])(
  "a failure without an error type is thrown with Lambda's FunctionError: payload %j",
  async (Payload) => {
    const finish = createFinishDecision(answering({ FunctionError: 'Unhandled', Payload }), 'decide-reviews');
    await expect(finish('app-1')).rejects.toMatchObject({ code: 'Unhandled' });
  },
);
