import { AwsError } from '../../../core/aws/aws-error.ts';

/** AWS's answer to a pattern that breaks a rule; `reason` in the words of its compiler. */
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
