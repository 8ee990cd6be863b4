import { AwsError } from '../../../core/aws/aws-error.ts';

export const invalidCharacters = (): AwsError =>
  new AwsError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );

/** AWS's rule for MessageGroupId, MessageDeduplicationId and ReceiveRequestAttemptId. */
const IDENTIFIER = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

export const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);
