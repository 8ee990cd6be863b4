import { DeleteFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { configFor } from '../test/support/clients.ts';
import { waitFor } from './polling.ts';
import type { Target } from './target.ts';

const FunctionName = 'check-name';

const onLambda = (target: Target, what: string, send: (client: LambdaClient) => Promise<unknown>): Promise<true> =>
  waitFor(what, async () => {
    await send(new LambdaClient(configFor(target.clients().endpoint)));
    return true as const;
  });

/** Throttles the function that checks names, so that every run must retry this check. */
export const throttle = (target: Target): Promise<true> =>
  onLambda(target, 'the throttling of a function', (client) =>
    client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
  );

export const unthrottle = (target: Target): Promise<true> =>
  onLambda(target, 'the end of the throttling', (client) =>
    client.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
  );
