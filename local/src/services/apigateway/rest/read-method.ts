import { badRequest } from '../../../core/aws/aws-error.ts';
import { invalidMapping } from '../errors.ts';
import {
  flag,
  type Input,
  object,
  optionalMap,
  optionalNumber,
  optionalText,
  requiredText,
  textList,
} from '../parameters.ts';
import type { Method, RequiredParameter } from './definitions.ts';
import type { KnownParts } from './known-parts.ts';
import { readIntegration } from './read-integration.ts';

/** The maximum timeout of an integration, which is also the default. */
const MAX_TIMEOUT_MS = 29_000;

/**
 * Reads a method whose authorizer, models and validator are known. `runtime` is the address of this runtime, which no
 * integration may call. Throws BadRequestException.
 */
export const readMethod = (input: Input, known: KnownParts, runtime: string): Method => {
  const integration = object(input, 'Integration');
  const timeoutMs = optionalNumber(integration, 'TimeoutInMillis') ?? MAX_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > MAX_TIMEOUT_MS) throw badRequest('Timeout should be between 50 ms and 29000 ms');
  return {
    id: requiredText(input, 'Id'),
    apiId: requiredText(input, 'RestApiId'),
    resourceId: requiredText(input, 'ResourceId'),
    httpMethod: requiredText(input, 'HttpMethod'),
    isKeyRequired: flag(input, 'ApiKeyRequired'),
    ...readAuthorization(input, known),
    timeoutMs,
    integration: readIntegration(input, runtime),
    ...readValidation(input, known),
  };
};

const AUTHORIZATION_TYPES = ['NONE', 'CUSTOM', 'COGNITO_USER_POOLS'];

/** The authorization type of a method. Throws BadRequestException. */
export const authorizationTypeOf = (input: Input): string => {
  const type = optionalText(input, 'AuthorizationType') ?? 'NONE';
  if (AUTHORIZATION_TYPES.includes(type)) return type;
  throw badRequest(
    `AuthorizationType ${type} is not supported locally. Supported types are ${AUTHORIZATION_TYPES.join(', ')}`,
  );
};

const readAuthorization = (input: Input, known: KnownParts): Pick<Method, 'authorization'> => {
  const type = authorizationTypeOf(input);
  if (type === 'NONE') return {};
  const authorizerId = optionalText(input, 'AuthorizerId') ?? '';
  const authorizer = known.authorizer(authorizerId);
  if (!authorizer || 'functionArn' in authorizer !== (type === 'CUSTOM'))
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  return { authorization: { authorizerId, scopes: textList(input, 'AuthorizationScopes') } };
};

const readValidation = (input: Input, known: KnownParts): Pick<Method, 'validatorId' | 'required' | 'models'> => {
  const validatorId = optionalText(input, 'RequestValidatorId');
  if (validatorId !== undefined && !known.hasValidator(validatorId))
    throw badRequest('Invalid Request Validator identifier specified');
  const models = Object.entries(optionalMap(input, 'RequestModels') ?? {});
  for (const [, name] of models)
    if (!known.hasModel(`${requiredText(input, 'RestApiId')}/${name}`))
      throw badRequest(`Invalid model identifier specified: ${name}`);
  return {
    ...(validatorId !== undefined && { validatorId }),
    required: requiredParameters(input),
    models: Object.fromEntries(models.map(([type, name]) => [type.toLowerCase(), name])),
  };
};

/** The parameters that a request must have. Throws BadRequestException for a parameter that is not valid. */
export const requiredParameters = (input: Input): RequiredParameter[] =>
  Object.entries(optionalMap(input, 'RequestParameters') ?? {}).flatMap(([source, isRequired]) => {
    const parameter = readParameter(source);
    return isRequired === 'true' ? [parameter] : [];
  });

const PARAMETER = /^method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.(.+)$/;

const readParameter = (source: string): RequiredParameter => {
  const [, place = '', name = ''] = PARAMETER.exec(source) ?? [];
  const where = place.replace('multivalue', '');
  if (where === 'header' || where === 'path' || where === 'querystring') return { where, name };
  throw badRequest(invalidMapping(source));
};
