import { AwsError } from '../../core/aws/aws-error.ts';
import { type CompiledPattern, compilePattern as compile } from '../../core/event-pattern/compile-pattern.ts';
import { InvalidPatternError } from '../../core/event-pattern/invalid-pattern.ts';

/** Compiles a rule's or an archive's event pattern. Throws InvalidEventPatternException with AWS's message. */
export const compilePattern = (text: string): CompiledPattern => {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`);
  }
};
