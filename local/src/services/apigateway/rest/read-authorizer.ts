import { badRequest } from '../../../core/aws/aws-error.ts';
import type { Issuers } from '../../../core/issuers.ts';
import { readTtl } from '../authorizer-ttl.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import { readCognitoAuthorizer } from './cognito-authorizer.ts';
import type { FunctionAuthorizer, Kinds } from './definitions.ts';
import { functionIn } from './function-uri.ts';
import { headerSource, requestSources, validationPattern } from './identity-source.ts';

const TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;
const DEFAULT_TTL_SECONDS = 300;

/** Throws BadRequestException. */
export const authorizerTypeOf = (input: Input): (typeof TYPES)[number] => {
  const given = requiredText(input, 'Type');
  const known = TYPES.find((each) => each === given);
  if (known) return known;
  throw badRequest(`Type ${given} is not one of ${TYPES.join(', ')}`);
};

/** Time in seconds for which results are cached. Throws BadRequestException. */
export const ttlOf = (input: Input): number => readTtl(input, DEFAULT_TTL_SECONDS);

/** The identity sources; those of the type REQUEST can be missing if results are not cached. Throws BadRequestException. */
export const sourcesOf = (input: Input): readonly string[] => {
  if (authorizerTypeOf(input) !== 'REQUEST') return [`method.request.header.${headerSource(input)}`];
  const sources = requestSources(input);
  if (sources.length > 0 || ttlOf(input) === 0) return sources;
  throw badRequest('IdentitySource is required for an authorizer of type REQUEST whose results are cached');
};

/** Throws BadRequestException for an authorizer that is invalid or accepts tokens of unknown user pools. */
export const readAuthorizer = (input: Input, issuers: Issuers): Kinds['authorizer'] => {
  const type = authorizerTypeOf(input);
  return type === 'COGNITO_USER_POOLS' ? readCognitoAuthorizer(input, issuers) : readFunctionAuthorizer(input, type);
};

const readFunctionAuthorizer = (input: Input, type: FunctionAuthorizer['type']): FunctionAuthorizer => {
  const roleArn = optionalText(input, 'AuthorizerCredentials');
  return {
    id: requiredText(input, 'Id'),
    apiId: requiredText(input, 'RestApiId'),
    type,
    functionArn: functionIn(requiredText(input, 'AuthorizerUri')),
    ...(roleArn !== undefined && { roleArn }),
    sources: sourcesOf(input),
    tokenPattern: type === 'TOKEN' ? validationPattern(input) : undefined,
    ttlSeconds: ttlOf(input),
  };
};
