import { AwsError } from '../../../core/aws/aws-error.ts';
import type { PolicyStatement } from './function.ts';
import { readReference } from './function-name.ts';
import type { Functions } from './functions.ts';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Id: 'default';
  readonly Statement: readonly PolicyStatement[];
}

/** The resource policy with these statements. */
export const documentOf = (statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Id: 'default',
  Statement: statements,
});

/** The resource policy of the function, version or alias of `reference`; undefined if there is none. */
export const policyDocument = (
  functions: Functions,
  reference: string,
  qualifier?: string,
): PolicyDocument | undefined => {
  try {
    const read = readReference(reference, qualifier);
    const key = read.qualifier === '$LATEST' ? '' : (read.qualifier ?? '');
    const statements = functions.find(read.name)?.policies[key]?.statements;
    return statements && documentOf(statements);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
