import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { ValueObject } from '../../../../core/cloudformation/value.ts';
import { memberOf, refuseMembers, textAt, upperCase } from '../../openapi/document.ts';
import type { AuthorizerScheme } from '../../openapi/security.ts';

const MEMBERS = [
  'type',
  'authorizerUri',
  'authorizerCredentials',
  'identitySource',
  'identityValidationExpression',
  'authorizerResultTtlInSeconds',
  'providerARNs',
];

/**
 * The properties of the authorizer of a security scheme. The scheme names the header with the token. Throws
 * DocumentProblem.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export const authorizerProperties = ({ name, scheme, authorizer }: AuthorizerScheme): ValueObject => {
  refuseMembers(authorizer, MEMBERS);
  const member = (each: string) => memberOf(authorizer, each).value;
  const type = upperCase(member('type'));
  const header = textAt(memberOf(scheme, 'name')) ?? 'Authorization';
  return definedValues({
    Name: name,
    Type: type,
    AuthorizerUri: member('authorizerUri'),
    AuthorizerCredentials: member('authorizerCredentials'),
    IdentitySource: member('identitySource') ?? (type === 'REQUEST' ? undefined : `method.request.header.${header}`),
    IdentityValidationExpression: member('identityValidationExpression'),
    AuthorizerResultTtlInSeconds: member('authorizerResultTtlInSeconds'),
    ProviderARNs: member('providerARNs'),
  });
};

/** The AuthorizationType of a method with this authorizer. */
export const authorizationType = ({ authorizer }: AuthorizerScheme): string =>
  upperCase(memberOf(authorizer, 'type').value) === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
