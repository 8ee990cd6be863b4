import { badRequest } from '../../../core/aws/aws-error.ts';
import { notSupported } from '../../../core/parameters/bad-request.ts';
import { given, type Input } from '../../../core/parameters/input.ts';
import { object, requiredText } from '../parameters.ts';

/** The services of this runtime by the first part of their host names on AWS, with their names in signatures. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['cognito-idp', 'cognito-idp'],
  ['dynamodb', 'dynamodb'],
  ['email', 'ses'],
  ['events', 'events'],
  ['lambda', 'lambda'],
  ['logs', 'logs'],
  ['pipes', 'pipes'],
  ['scheduler', 'scheduler'],
  ['sns', 'sns'],
  ['sqs', 'sqs'],
  ['ssm', 'ssm'],
  ['states', 'states'],
  ['sts', 'sts'],
  ['sync-states', 'states'],
]);

const AWS_HOST = /^https:\/\/([a-z-]+)\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com\/?$/;

/** The service of this runtime that has this endpoint on AWS; undefined if it is no such endpoint. */
const serviceAt = (endpoint: string): string | undefined => SERVICES.get(AWS_HOST.exec(endpoint)?.[1] ?? '');

/**
 * The service that gets the signed requests for an endpoint; undefined if they are not signed. All resources are in one
 * region locally, so the regions are ignored. Throws BadRequestException for any other signature than that of a service
 * of this runtime, and for the endpoint of such a service without a signature, which AWS would refuse in each request.
 */
export const signedService = (config: Input): string | undefined => {
  const endpoint = requiredText(config, 'Endpoint');
  const service = serviceAt(endpoint);
  if (given(config, 'AuthorizationConfig') === undefined) {
    if (service === undefined) return undefined;
    throw badRequest(`HttpConfig.AuthorizationConfig must be given for ${endpoint}, which is a service of AWS`);
  }
  const authorization = object(config, 'AuthorizationConfig');
  const type = requiredText(authorization, 'AuthorizationType');
  if (type !== 'AWS_IAM') throw badRequest(notSupported('AuthorizationType', type, 'AWS_IAM'));
  if (service === undefined)
    throw badRequest(
      `HttpConfig.AuthorizationConfig is not supported locally for ${endpoint}. Requests can be signed for https://<service>.<region>.amazonaws.com, where the service is one of ${[...SERVICES.keys()].join(', ')}`,
    );
  const name = requiredText(object(authorization, 'AwsIamConfig'), 'SigningServiceName');
  if (name !== service) throw badRequest(`SigningServiceName ${name} is not ${service}, the service of ${endpoint}`);
  return service;
};
