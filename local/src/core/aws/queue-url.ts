import { parseArn } from './arn.ts';

/** The URL of the queue with this ARN at the endpoint of this runtime. */
export const queueUrl = (endpoint: string, queueArn: string): string => {
  const arn = parseArn(queueArn);
  return `${endpoint}/${arn?.accountId}/${arn?.resource}`;
};
