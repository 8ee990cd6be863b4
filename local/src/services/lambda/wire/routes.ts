import { type RestRoute, routeFinder } from '../../../core/protocols/rest-routes.ts';

const FUNCTION = '/functions/{FunctionName}';
const MAPPING = '/event-source-mappings/{UUID}';
const LAYER_VERSION = '/layers/{LayerName}/versions/{VersionNumber}';
const INVOKE_CONFIG = `${FUNCTION}/event-invoke-config`;

/**
 * The paths of the Lambda API after the version date in the URL.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 */
const ROUTES: readonly RestRoute[] = [
  { method: 'POST', path: '/functions', action: 'CreateFunction', status: 201 },
  { method: 'GET', path: '/functions', action: 'ListFunctions' },
  { method: 'GET', path: FUNCTION, action: 'GetFunction' },
  { method: 'DELETE', path: FUNCTION, action: 'DeleteFunction', status: 204 },
  { method: 'GET', path: `${FUNCTION}/configuration`, action: 'GetFunctionConfiguration' },
  { method: 'PUT', path: `${FUNCTION}/configuration`, action: 'UpdateFunctionConfiguration' },
  { method: 'PUT', path: `${FUNCTION}/code`, action: 'UpdateFunctionCode' },
  { method: 'POST', path: `${FUNCTION}/invocations`, action: 'Invoke' },
  { method: 'POST', path: `${FUNCTION}/versions`, action: 'PublishVersion', status: 201 },
  { method: 'GET', path: `${FUNCTION}/versions`, action: 'ListVersionsByFunction' },
  { method: 'POST', path: `${FUNCTION}/aliases`, action: 'CreateAlias', status: 201 },
  { method: 'GET', path: `${FUNCTION}/aliases`, action: 'ListAliases' },
  { method: 'GET', path: `${FUNCTION}/aliases/{Name}`, action: 'GetAlias' },
  { method: 'PUT', path: `${FUNCTION}/aliases/{Name}`, action: 'UpdateAlias' },
  { method: 'DELETE', path: `${FUNCTION}/aliases/{Name}`, action: 'DeleteAlias', status: 204 },
  { method: 'POST', path: `${FUNCTION}/policy`, action: 'AddPermission', status: 201 },
  { method: 'GET', path: `${FUNCTION}/policy`, action: 'GetPolicy' },
  { method: 'DELETE', path: `${FUNCTION}/policy/{StatementId}`, action: 'RemovePermission', status: 204 },
  { method: 'PUT', path: `${FUNCTION}/concurrency`, action: 'PutFunctionConcurrency' },
  { method: 'GET', path: `${FUNCTION}/concurrency`, action: 'GetFunctionConcurrency' },
  { method: 'DELETE', path: `${FUNCTION}/concurrency`, action: 'DeleteFunctionConcurrency', status: 204 },
  { method: 'PUT', path: `${FUNCTION}/recursion-config`, action: 'PutFunctionRecursionConfig' },
  { method: 'GET', path: `${FUNCTION}/recursion-config`, action: 'GetFunctionRecursionConfig' },
  { method: 'PUT', path: INVOKE_CONFIG, action: 'PutFunctionEventInvokeConfig' },
  { method: 'POST', path: INVOKE_CONFIG, action: 'UpdateFunctionEventInvokeConfig' },
  { method: 'GET', path: INVOKE_CONFIG, action: 'GetFunctionEventInvokeConfig' },
  { method: 'DELETE', path: INVOKE_CONFIG, action: 'DeleteFunctionEventInvokeConfig', status: 204 },
  { method: 'GET', path: `${INVOKE_CONFIG}/list`, action: 'ListFunctionEventInvokeConfigs' },
  { method: 'POST', path: `${FUNCTION}/url`, action: 'CreateFunctionUrlConfig', status: 201 },
  { method: 'GET', path: `${FUNCTION}/url`, action: 'GetFunctionUrlConfig' },
  { method: 'PUT', path: `${FUNCTION}/url`, action: 'UpdateFunctionUrlConfig' },
  { method: 'DELETE', path: `${FUNCTION}/url`, action: 'DeleteFunctionUrlConfig', status: 204 },
  { method: 'GET', path: `${FUNCTION}/urls`, action: 'ListFunctionUrlConfigs' },
  { method: 'POST', path: '/event-source-mappings', action: 'CreateEventSourceMapping', status: 202 },
  { method: 'GET', path: '/event-source-mappings', action: 'ListEventSourceMappings' },
  { method: 'GET', path: MAPPING, action: 'GetEventSourceMapping' },
  { method: 'PUT', path: MAPPING, action: 'UpdateEventSourceMapping', status: 202 },
  { method: 'DELETE', path: MAPPING, action: 'DeleteEventSourceMapping', status: 202 },
  { method: 'GET', path: '/layers', action: 'ListLayers' },
  { method: 'POST', path: '/layers/{LayerName}/versions', action: 'PublishLayerVersion', status: 201 },
  { method: 'GET', path: '/layers/{LayerName}/versions', action: 'ListLayerVersions' },
  { method: 'GET', path: LAYER_VERSION, action: 'GetLayerVersion' },
  { method: 'DELETE', path: LAYER_VERSION, action: 'DeleteLayerVersion', status: 204 },
  { method: 'POST', path: `${LAYER_VERSION}/policy`, action: 'AddLayerVersionPermission', status: 201 },
  { method: 'GET', path: `${LAYER_VERSION}/policy`, action: 'GetLayerVersionPolicy' },
  {
    method: 'DELETE',
    path: `${LAYER_VERSION}/policy/{StatementId}`,
    action: 'RemoveLayerVersionPermission',
    status: 204,
  },
  { method: 'POST', path: '/tags/{Resource}', action: 'TagResource', status: 204 },
  { method: 'GET', path: '/tags/{Resource}', action: 'ListTags' },
  { method: 'DELETE', path: '/tags/{Resource}', action: 'UntagResource', status: 204 },
];

/** Finds the route for a path after the version date, e.g. `/functions/f/invocations`. */
export const findRoute = routeFinder(ROUTES);
