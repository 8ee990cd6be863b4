import { AwsError } from '../../../core/aws/aws-error.ts';

const EXPRESSION_NAME = /^Invalid (?:\w+Expression): /;

/**
 * Runs an operation with expressions that were made from a statement. AWS's errors about a statement do not name the
 * expression, so this removes the name from the message.
 */
export const withoutExpressionName = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    throw inWordsOfStatement(error);
  }
};

export const inWordsOfStatement = (error: unknown): unknown =>
  error instanceof AwsError && EXPRESSION_NAME.test(error.message)
    ? new AwsError(error.code, error.message.replace(EXPRESSION_NAME, ''), { ...error, cause: error })
    : error;
