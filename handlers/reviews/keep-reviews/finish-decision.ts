import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FinishDecision } from './ports.ts';

/** Thrown when the function that decides failed; `code` is the name of its error, or how Lambda says it ended. */
export class DecisionNotFinishedError extends Error {
  override readonly name = 'DecisionNotFinishedError';
  readonly code: string;

  constructor(functionName: string, code: string) {
    super(`${functionName} could not finish the decision: ${code}.`);
    this.code = code;
  }
}

/**
 * Asks the function that decides: it alone may hand a decision to the workflow.
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

/** The message and the stack that Lambda answers with it are not kept: they may quote anything. */
function errorTypeIn(payload = ''): string | undefined {
  try {
    const { errorType } = JSON.parse(payload);
    return typeof errorType === 'string' ? errorType : undefined;
  } catch {
    return undefined;
  }
}
