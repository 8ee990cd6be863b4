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

/** Who repairs, and what telling the case file needs. */
export interface Repairer extends Pick<Repair, 'who'> {
  readonly lambda: LambdaClient;
  /** The function that writes the case files. */
  readonly caseFileFunction: string;
  /** The time of the system. */
  readonly now: () => Promise<Date> | Date;
}

/**
 * Lets the function that writes case files append the entry. A repair that has an entry gets no second one.
 * @throws CaseFileError
 */
export async function tellCaseFile(
  { lambda, caseFileFunction, who, now }: Repairer,
  done: Omit<Repair, 'who' | 'at'>,
): Promise<void> {
  const repair: Repair = { ...done, who, at: (await now()).toISOString() };
  const Payload = JSON.stringify({ repair });
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: caseFileFunction, Payload }));
  if (FunctionError !== undefined) throw new CaseFileError(`${caseFileFunction} failed: ${FunctionError}`);
}
