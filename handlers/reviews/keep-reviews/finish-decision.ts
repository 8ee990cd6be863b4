import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FinishDecision } from './ports.ts';

/** Thrown if decide-reviews failed. `code` is the name of its error, or Lambda's FunctionError (Handled, Unhandled). */
class DecisionNotFinishedError extends Error {
  override readonly name = 'DecisionNotFinishedError';
  readonly code: string;

  constructor(functionName: string, code: string) {
    super(`${functionName} could not finish an unconfirmed decision: ${code}.`);
    this.code = code;
  }
}

/**
 * Finishes a decision that is in the ledger but was not confirmed by the workflow: invokes decide-reviews, because only
 * decide-reviews may send decisions to the workflow.
 * @throws DecisionNotFinishedError
 */
export function createFinishDecision(client: LambdaClient, functionName: string): FinishDecision {
  return async (applicationId) => {
    const request = JSON.stringify({ finish: { applicationId } });
    const command = new InvokeCommand({ FunctionName: functionName, Payload: request });
    const { FunctionError, Payload } = await client.send(command);
    if (FunctionError === undefined) return;
    throw new DecisionNotFinishedError(functionName, errorTypeIn(Payload?.transformToString()) ?? FunctionError);
  };
}

/** Reads only `errorType`: the message and the stack in the payload may contain tokens or applicants' data. */
function errorTypeIn(payload = ''): string | undefined {
  try {
    const { errorType } = JSON.parse(payload);
    return typeof errorType === 'string' ? errorType : undefined;
  } catch {
    return undefined;
  }
}
