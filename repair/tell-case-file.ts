import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** What a person did about an application, outside of its workflow and its review. */
export interface Repair {
  readonly applicationId: string;
  readonly kind: 'DEAD_LETTER_REDRIVEN' | 'DEAD_LETTER_DELETED' | 'RUN_REDRIVEN' | 'RUN_STOPPED';
  /** User name of the person in the API, or the ARN of the caller that used AWS directly. */
  readonly who: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** Ids, names and numbers that describe it. No applicant's data. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Thrown if a case file did not get its entry about a repair. */
class CaseFileError extends Error {
  override readonly name = 'CaseFileError';
}

/**
 * Lets the function that writes case files append the entry. A repair that has an entry gets no second one.
 * @throws CaseFileError
 */
export async function tellCaseFile(lambda: LambdaClient, caseFileFunction: string, repair: Repair): Promise<void> {
  const Payload = JSON.stringify({ repair });
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: caseFileFunction, Payload }));
  if (FunctionError !== undefined) throw new CaseFileError(`${caseFileFunction} failed: ${FunctionError}`);
}
