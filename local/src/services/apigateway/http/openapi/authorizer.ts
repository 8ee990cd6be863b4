import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { Value, ValueObject } from '../../../../core/cloudformation/value.ts';
import { type DocumentNode, DocumentProblem, memberOf, refuseMembers, upperCase } from '../../openapi/document.ts';
import type { AuthorizerScheme } from '../../openapi/security.ts';
import { formatVersion } from './integration.ts';

const MEMBERS = [
  'type',
  'jwtConfiguration',
  'authorizerUri',
  'authorizerCredentials',
  'authorizerPayloadFormatVersion',
  'authorizerResultTtlInSeconds',
  'enableSimpleResponses',
  'identitySource',
];

/** The authorization types of routes, by the type of their authorizer. */
const AUTHORIZATION_TYPES: { readonly [type: string]: string } = { JWT: 'JWT', REQUEST: 'CUSTOM' };

const typeOf = ({ authorizer }: AuthorizerScheme): Value | undefined => upperCase(memberOf(authorizer, 'type').value);

/** The AuthorizationType of a route with this authorizer. */
export const authorizationType = (scheme: AuthorizerScheme): string =>
  AUTHORIZATION_TYPES[String(typeOf(scheme))] ?? '';

/**
 * The properties of the authorizer of a security scheme. Throws DocumentProblem.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export const authorizerProperties = (scheme: AuthorizerScheme): ValueObject => {
  const { name, authorizer } = scheme;
  const type = memberOf(authorizer, 'type');
  if (authorizationType(scheme) === '')
    throw new DocumentProblem(type.path, `${type.value} is not one of ${Object.keys(AUTHORIZATION_TYPES).join(', ')}`);
  refuseMembers(authorizer, MEMBERS);
  const member = (each: string) => memberOf(authorizer, each).value;
  return definedValues({
    Name: name,
    AuthorizerType: typeOf(scheme),
    IdentitySource: listed(member('identitySource')),
    JwtConfiguration: jwtConfiguration(scheme),
    AuthorizerUri: member('authorizerUri'),
    AuthorizerCredentialsArn: member('authorizerCredentials'),
    AuthorizerPayloadFormatVersion: formatVersion(memberOf(authorizer, 'authorizerPayloadFormatVersion')),
    AuthorizerResultTtlInSeconds: member('authorizerResultTtlInSeconds'),
    EnableSimpleResponses: member('enableSimpleResponses'),
  });
};

/** A document has several identity sources in one text. */
const listed = (sources: Value | undefined): Value | undefined =>
  typeof sources === 'string' ? sources.split(',').map((source) => source.trim()) : sources;

const DISCOVERY = /\/\.well-known\/openid-configuration$/;

/** The issuer is written in the authorizer, or is that of the scheme's discovery document. */
const jwtConfiguration = ({ scheme, authorizer }: AuthorizerScheme): ValueObject | undefined => {
  const configuration = memberOf(authorizer, 'jwtConfiguration');
  if (configuration.value === undefined) return undefined;
  refuseMembers(configuration, ['issuer', 'audience']);
  return definedValues({
    Issuer: memberOf(configuration, 'issuer').value ?? discoveredIssuer(memberOf(scheme, 'openIdConnectUrl')),
    Audience: memberOf(configuration, 'audience').value,
  });
};

const discoveredIssuer = ({ value }: DocumentNode): Value | undefined =>
  typeof value === 'string' ? value.replace(DISCOVERY, '') : value;
