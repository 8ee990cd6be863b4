import { type AwsError, validationError } from '../../../core/aws/aws-error.ts';

/** The error for a statement that cannot be parsed. For some errors AWS gives no detail. */
export const malformed = (detail = ''): AwsError =>
  validationError(`Statement wasn't well formed, can't be processed: ${detail}`);

/** A token with its position, counted from 1. */
interface Located {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A ValidationException that names the position of a token as `line:column:length`. */
export const errorAt = (message: string, { line, column, text }: Located): AwsError =>
  validationError(`${message} at ${line}:${column}:${text.length}`);
