import { definedValues } from '../../../../core/cloudformation/properties.ts';
import type { Value } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  memberOf,
  membersOf,
  objectAt,
  onlyAt,
  refuseMembers,
  upperCase,
} from '../../openapi/document.ts';
import type { Input } from '../../parameters.ts';
import { mappingsOf } from '../control-plane/shown.ts';

/** The members of an integration, with the properties of the same meaning in a template. */
const PROPERTIES = {
  uri: 'IntegrationUri',
  httpMethod: 'IntegrationMethod',
  credentials: 'CredentialsArn',
  integrationSubtype: 'IntegrationSubtype',
  requestParameters: 'RequestParameters',
  timeoutInMillis: 'TimeoutInMillis',
} as const;

/** `passthroughBehavior` is about templates, which HTTP APIs do not have. */
const WITHOUT_EFFECT = ['description', 'passthroughBehavior'];
const READ = ['type', 'payloadFormatVersion', 'connectionType', 'responseParameters'];
const DEFAULT_FORMAT = '1.0';

/**
 * The properties of an integration. Throws DocumentProblem.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export const integrationProperties = (integration: DocumentNode): Input => {
  const type = memberOf(integration, 'type');
  if (type.value === undefined) throw new DocumentProblem(type.path, 'is required');
  onlyAt(memberOf(integration, 'connectionType'), 'INTERNET');
  refuseMembers(integration, [...Object.keys(PROPERTIES), ...WITHOUT_EFFECT, ...READ]);
  const renamed = Object.entries(PROPERTIES).map(([member, name]) => [name, memberOf(integration, member).value]);
  const responses = memberOf(integration, 'responseParameters');
  return definedValues<unknown>({
    ...Object.fromEntries(renamed),
    IntegrationType: upperCase(type.value),
    PayloadFormatVersion: formatVersion(memberOf(integration, 'payloadFormatVersion')) ?? DEFAULT_FORMAT,
    ResponseParameters: responses.value === undefined ? undefined : responseParameters(responses),
  });
};

const responseParameters = (responses: DocumentNode): Input =>
  Object.fromEntries(membersOf(responses).map(([status, pairs]) => [status, mappingsOf(objectAt(pairs))]));

/** A version of a payload format, which a document may have as a number. */
export const formatVersion = ({ value }: DocumentNode): Value | undefined =>
  typeof value === 'number' ? value.toFixed(1) : value;
