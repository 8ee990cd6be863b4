import { validationError } from '../../../core/aws/aws-error.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import { parseStatement } from './parse-statement.ts';
import { refuseParameters } from './statement-types.ts';
import type { Statement } from './syntax.ts';

/** A statement of a checked request. */
export interface StatementRequest {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
  readonly ConsistentRead?: boolean;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/**
 * Parses a statement with its parameters. As on AWS, more parameters than the statement uses are ignored. Throws
 * ValidationException.
 */
export const parsedStatement = ({ Statement: text, Parameters: parameters }: StatementRequest): Statement => {
  const message = refuseParameters(parameters);
  if (message) throw validationError(message);
  return parseStatement(text, (position) => {
    const value = parameters?.[position];
    if (!value) throw validationError("Number of parameters in request and statement don't match.");
    return value;
  });
};
