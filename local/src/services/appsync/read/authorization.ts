import type { Home } from '../../../core/aws/arn.ts';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { checkPattern } from '../../../core/isolation/pattern.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { Mode, ModeType } from '../definitions.ts';
import { object, objectList, optionalNumber, optionalText, requiredText } from '../parameters.ts';

/** A provider in a template: an API with its default mode, or an additional provider. */
type ModeReader<Type extends ModeType> = (provider: Input, home: Home) => Mode<Type>;

const READERS: { readonly [Type in ModeType]: ModeReader<Type> } = {
  API_KEY: () => ({ type: 'API_KEY' }),
  AWS_IAM: () => ({ type: 'AWS_IAM' }),
  AMAZON_COGNITO_USER_POOLS: (provider, home) => {
    const config = object(provider, 'UserPoolConfig');
    return {
      type: 'AMAZON_COGNITO_USER_POOLS',
      issuer: `https://cognito-idp.${home.region}.amazonaws.com/${poolIdOf(provider)}`,
      defaultAction: defaultActionOf(config),
      clientPattern: patternOf(config, 'AppIdClientRegex'),
    };
  },
  AWS_LAMBDA: (provider) => {
    const config = object(provider, 'LambdaAuthorizerConfig');
    return {
      type: 'AWS_LAMBDA',
      functionArn: functionOf(provider),
      ttlSeconds: ttlOf(config),
      tokenPattern: patternOf(config, 'IdentityValidationExpression'),
    };
  },
};

/** Modes of which an API can have only one. */
const ONCE: readonly ModeType[] = ['API_KEY', 'AWS_IAM', 'AWS_LAMBDA'];
const ACTIONS = ['ALLOW', 'DENY'] as const;
const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 3_600;

/**
 * The authorization modes of an API; the first one is its default. Throws BadRequestException.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export const readModes = (input: Input, home: Home): readonly Mode[] => {
  checkModeTypes(input);
  return providersOf(input).map((provider) => READERS[modeTypeOf(provider)](provider, home));
};

const providersOf = (input: Input): readonly Input[] => [
  input,
  ...objectList(input, 'AdditionalAuthenticationProviders'),
];

/** Throws BadRequestException for types that AppSync or this runtime refuses. */
export const checkModeTypes = (input: Input): void => {
  const types = providersOf(input).map(modeTypeOf);
  const repeated = ONCE.find((type) => types.indexOf(type) !== types.lastIndexOf(type));
  if (repeated) throw badRequest(`The authentication type ${repeated} must not be given more than once`);
};

const isModeType = (type: string): type is ModeType => Object.hasOwn(READERS, type);

/** Throws BadRequestException for a type that is not supported locally. */
export const modeTypeOf = (provider: Input): ModeType => {
  const type = requiredText(provider, 'AuthenticationType');
  if (isModeType(type)) return type;
  throw badRequest(
    `AuthenticationType ${type} is not supported locally. The supported types are ${Object.keys(READERS).join(', ')}`,
  );
};

const poolIdOf = (provider: Input): string => requiredText(object(provider, 'UserPoolConfig'), 'UserPoolId');

const functionOf = (provider: Input): string =>
  requiredText(object(provider, 'LambdaAuthorizerConfig'), 'AuthorizerUri');

/** Throws BadRequestException for a provider of the type AMAZON_COGNITO_USER_POOLS without a pool. */
export const checkPool = (provider: Input): void => {
  if (provider.AuthenticationType === 'AMAZON_COGNITO_USER_POOLS') poolIdOf(provider);
};

/** Throws BadRequestException for a provider of the type AWS_LAMBDA without a function. */
export const checkFunction = (provider: Input): void => {
  if (provider.AuthenticationType === 'AWS_LAMBDA') functionOf(provider);
};

/** Throws BadRequestException. */
export const defaultActionOf = (config: Input): (typeof ACTIONS)[number] | null => {
  const given = optionalText(config, 'DefaultAction');
  if (given === undefined) return null;
  const known = ACTIONS.find((each) => each === given);
  if (known) return known;
  throw badRequest(`UserPoolConfig.DefaultAction ${given} is not one of ${ACTIONS.join(', ')}`);
};

/** Time in seconds for which the answers of a function are cached. Throws BadRequestException. */
export const ttlOf = (config: Input): number => {
  const seconds = optionalNumber(config, 'AuthorizerResultTtlInSeconds') ?? DEFAULT_TTL_SECONDS;
  if (seconds >= 0 && seconds <= MAX_TTL_SECONDS) return seconds;
  throw badRequest(`AuthorizerResultTtlInSeconds must be between 0 and ${MAX_TTL_SECONDS}`);
};

/** Throws BadRequestException for an invalid regular expression. */
export const patternOf = (config: Input, name: string): string | undefined => {
  const pattern = optionalText(config, name);
  checkPattern(name, pattern);
  return pattern;
};
