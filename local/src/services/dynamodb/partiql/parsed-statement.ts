import { validationError } from '../../../core/aws/aws-error.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import { refuseUnordered } from './operand-types.ts';
import { parseStatement } from './parse-statement.ts';
import { refuseParameters } from './statement-types.ts';
import type { Condition, Statement } from './syntax.ts';

/** A statement of a checked request. */
export interface StatementRequest {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
  readonly ConsistentRead?: boolean;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

const whereOf = (statement: Statement): Condition | undefined => {
  if (statement.kind === 'insert') return undefined;
  return statement.kind === 'exists' ? statement.select.where : statement.where;
};

/** Throws ValidationException for the first parameter that is not valid. */
export const requireValid = (parameters: StatementRequest['Parameters']): void => {
  const message = refuseParameters(parameters);
  if (message) throw validationError(message);
};

/**
 * Parses a statement with its parameters. As on AWS, more parameters than the statement uses are ignored. Throws
 * ValidationException.
 */
export const parsedStatement = ({ Statement: text, Parameters: parameters }: StatementRequest): Statement => {
  requireValid(parameters);
  const statement = parseStatement(text, (position) => {
    const value = parameters?.[position];
    if (!value) throw validationError("Number of parameters in request and statement don't match.");
    return value;
  });
  const message = refuseUnordered(whereOf(statement));
  if (message) throw validationError(message);
  return statement;
};
