import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FinishDecision } from './ports.ts';

/** Asks the function that decides: it alone may hand a decision to the workflow. */
export function createFinishDecision(client: LambdaClient, functionName: string): FinishDecision {
  return async (applicationId) => {
    const Payload = JSON.stringify({ finish: { applicationId } });
    const { FunctionError } = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
    if (FunctionError !== undefined) throw new Error(`${functionName} could not finish the decision.`);
  };
}
