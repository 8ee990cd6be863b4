import { badRequest } from '../../../core/aws/aws-error.ts';
import { readTtl } from '../authorizer-ttl.ts';
import { flag, type Input, optionalText, requiredText, textList } from '../parameters.ts';
import type { FunctionAuthorizer, IdentitySource } from './definitions.ts';
import { expressionOf } from './function-authorizer.ts';
import { parseMapping } from './parameter-mapping.ts';
import { functionIn } from './read-integration.ts';

const IDENTITY_SOURCE = /^\$(?:request\.(header|querystring)|(context|stageVariables))\.([\w.-]+)$/;

/** Throws BadRequestException. */
export const readFunctionAuthorizer = (input: Input): FunctionAuthorizer => {
  const payloadFormat = payloadFormatOf(input);
  const returnsPolicy = !flag(input, 'EnableSimpleResponses');
  if (!returnsPolicy && payloadFormat === '1.0')
    throw badRequest('EnableSimpleResponses requires the AuthorizerPayloadFormatVersion 2.0');
  const identitySources = textList(input, 'IdentitySource').map(readSource);
  const ttlSeconds = readTtl(input, 0);
  if (ttlSeconds > 0 && identitySources.length === 0)
    throw badRequest('IdentitySource is required for an authorizer whose results are cached');
  const roleArn = optionalText(input, 'AuthorizerCredentialsArn');
  return {
    authorizerId: requiredText(input, 'AuthorizerId'),
    functionArn: functionIn(input, 'AuthorizerUri'),
    ...(roleArn !== undefined && { roleArn }),
    identitySources,
    payloadFormat,
    returnsPolicy,
    ttlSeconds,
  };
};

const payloadFormatOf = (input: Input): '1.0' | '2.0' => {
  const version = requiredText(input, 'AuthorizerPayloadFormatVersion');
  if (version === '1.0' || version === '2.0') return version;
  throw badRequest(`AuthorizerPayloadFormatVersion ${version} is not one of 1.0, 2.0`);
};

const readSource = (source: string): IdentitySource => {
  const [, part, root, name = ''] = IDENTITY_SOURCE.exec(source) ?? [];
  const where = part ?? root;
  if (where === 'header') return { where, name: name.toLowerCase() };
  if (where === 'querystring') return { where, name };
  if ((where === 'context' || where === 'stageVariables') && parseMapping(expressionOf({ where, name })))
    return { where, name };
  throw badRequest(`IdentitySource ${source} is not a header, query parameter, context variable or stage variable`);
};
