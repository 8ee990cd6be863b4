import { badRequest } from '../../../core/aws/aws-error.ts';

const FUNCTION =
  /^arn:aws:apigateway:[\w-]+:lambda:path\/{1,2}2015-03-31\/functions\/(arn:aws:lambda:[^/]+)\/invocations$/;

/** Whether a URI names the service Lambda. */
export const isFunctionUri = (uri: string): boolean => /^arn:aws:apigateway:[\w-]+:lambda:/.test(uri);

/** The ARN of the function that an invocation path names. Throws BadRequestException for any other URI. */
export const functionIn = (uri: string): string => {
  const [, functionArn] = FUNCTION.exec(uri) ?? [];
  if (!functionArn) throw badRequest(`Uri ${uri} is not the invocation path of a Lambda function`);
  return functionArn;
};
