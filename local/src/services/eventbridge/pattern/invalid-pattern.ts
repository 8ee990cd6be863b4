import { AwsError } from '../../../core/aws/aws-error.ts';

/** AWS's error for an invalid pattern; `reason` is in the words of AWS's compiler. */
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
