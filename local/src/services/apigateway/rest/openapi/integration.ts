import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { ValueObject } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  memberOf,
  membersOf,
  onlyAt,
  refuseMembers,
  upperCase,
} from '../../openapi/document.ts';

/** The members of an integration, with the properties of the same meaning in a template. */
const PROPERTIES = {
  uri: 'Uri',
  httpMethod: 'IntegrationHttpMethod',
  credentials: 'Credentials',
  requestParameters: 'RequestParameters',
  requestTemplates: 'RequestTemplates',
  timeoutInMillis: 'TimeoutInMillis',
  contentHandling: 'ContentHandling',
} as const;

/** Members that have no effect here: stages have no cache, and functions get payload format 1.0 in any case. */
const WITHOUT_EFFECT = ['cacheKeyParameters', 'cacheNamespace', 'payloadFormatVersion'];
const READ = ['type', 'passthroughBehavior', 'connectionType', 'responseTransferMode', 'responses'];

/**
 * The property Integration of an operation's method. Throws DocumentProblem.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export const integrationProperty = (operation: DocumentNode): ValueObject => {
  const integration = memberOf(operation, 'x-amazon-apigateway-integration');
  if (integration.value === undefined)
    throw new DocumentProblem(operation.path, 'has no x-amazon-apigateway-integration');
  onlyAt(memberOf(integration, 'connectionType'), 'INTERNET');
  onlyAt(memberOf(integration, 'responseTransferMode'), 'BUFFERED');
  refuseMembers(integration, [...Object.keys(PROPERTIES), ...WITHOUT_EFFECT, ...READ]);
  const responses = memberOf(integration, 'responses');
  return definedValues({
    ...renamed(integration, PROPERTIES),
    Type: upperCase(memberOf(integration, 'type').value),
    PassthroughBehavior: upperCase(memberOf(integration, 'passthroughBehavior').value),
    IntegrationResponses: responses.value === undefined ? undefined : membersOf(responses).map(responseProperty),
  });
};

const RESPONSE_PROPERTIES = {
  statusCode: 'StatusCode',
  responseParameters: 'ResponseParameters',
  responseTemplates: 'ResponseTemplates',
  contentHandling: 'ContentHandling',
} as const;

/** A response is named by the pattern of the backend's status, or by `default`. */
const responseProperty = ([pattern, response]: readonly [string, DocumentNode]): ValueObject => {
  refuseMembers(response, Object.keys(RESPONSE_PROPERTIES));
  const properties = definedValues(renamed(response, RESPONSE_PROPERTIES));
  return pattern === 'default' ? properties : { ...properties, SelectionPattern: pattern };
};

const renamed = (node: DocumentNode, names: { readonly [member: string]: string }) =>
  Object.fromEntries(Object.entries(names).map(([member, name]) => [name, memberOf(node, member).value]));
