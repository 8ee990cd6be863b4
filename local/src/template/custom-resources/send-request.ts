import { AwsError } from '../../core/aws/aws-error.ts';
import { responseHost } from '../../core/cloudformation/response-host.ts';
import type { Kernel } from '../../core/kernel.ts';
import { invoke } from '../../services/lambda/operations.ts';
import { publish } from '../../services/sns/operations.ts';
import type { CustomResourceRequest } from './request.ts';
import type { StoredRequest } from './request-table.ts';

/** Subject of requests to topics. */
const SUBJECT = 'AWS CloudFormation custom resource request';

/**
 * Sends a request to its provider: as an asynchronous invocation of a function, whose request id is that of the request,
 * or as a message to a topic. Throws Error if the function or topic does not accept it.
 */
export const sendRequest = async (
  { home, services, identities }: Pick<Kernel, 'home' | 'services' | 'identities'>,
  { requestId, secret }: StoredRequest,
  request: CustomResourceRequest,
): Promise<void> => {
  const { StackId, LogicalResourceId, ServiceToken } = request;
  const key = encodeURIComponent(`${StackId}|${LogicalResourceId}|${requestId}`);
  const ResponseURL = `https://${responseHost(home.region)}/${key}?Signature=${secret}`;
  const message = JSON.stringify({ ...request, RequestId: requestId, ResponseURL });
  const caller = identities.administrator();
  const invocation = { FunctionName: ServiceToken, InvocationType: 'Event', Payload: message } as const;
  try {
    await (isTopic(ServiceToken)
      ? services.call(publish, { TopicArn: ServiceToken, Subject: SUBJECT, Message: message }, caller)
      : services.call(invoke, invocation, caller, { requestId }));
  } catch (error) {
    throw notSent(error);
  }
};

const isTopic = (arn: string): boolean => arn.split(':', 3)[2] === 'sns';

/**
 * An error that is no AwsError: the deployer takes some codes of AwsError as the end of a deletion, but a provider that
 * does not exist has not deleted its resource.
 */
const notSent = (error: unknown): unknown =>
  error instanceof AwsError
    ? new Error(`The request cannot be sent: ${error.code}: ${error.message}`, { cause: error })
    : error;
