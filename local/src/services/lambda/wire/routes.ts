/** One REST path of the Lambda API. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
interface Route {
  readonly method: string;
  /** The path after the version date in the URL. `{Name}` matches one segment and sets the parameter with this name. */
  readonly path: string;
  readonly action: string;
  readonly status?: number;
}

const FUNCTION = '/functions/{FunctionName}';
const MAPPING = '/event-source-mappings/{UUID}';
const INVOKE_CONFIG = `${FUNCTION}/event-invoke-config`;

const ROUTES: readonly Route[] = [
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
  { method: 'POST', path: '/event-source-mappings', action: 'CreateEventSourceMapping', status: 202 },
  { method: 'GET', path: '/event-source-mappings', action: 'ListEventSourceMappings' },
  { method: 'GET', path: MAPPING, action: 'GetEventSourceMapping' },
  { method: 'PUT', path: MAPPING, action: 'UpdateEventSourceMapping', status: 202 },
  { method: 'DELETE', path: MAPPING, action: 'DeleteEventSourceMapping', status: 202 },
  { method: 'POST', path: '/tags/{Resource}', action: 'TagResource', status: 204 },
  { method: 'GET', path: '/tags/{Resource}', action: 'ListTags' },
  { method: 'DELETE', path: '/tags/{Resource}', action: 'UntagResource', status: 204 },
];

export interface Match {
  readonly route: Route;
  readonly parameters: { readonly [name: string]: string };
}

const compiled = ROUTES.map((route) => ({ route, segments: route.path.split('/').slice(1) }));

/** Finds the route for a path after the version date, e.g. `/functions/f/invocations`. */
export const findRoute = (method: string, path: string): Match | undefined => {
  const given = path.replace(/\/$/, '').split('/').slice(1);
  for (const { route, segments } of compiled) {
    if (route.method !== method || segments.length !== given.length) continue;
    const parameters = fill(segments, given);
    if (parameters) return { route, parameters };
  }
  return undefined;
};

const fill = (segments: readonly string[], given: readonly string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) parameters[segment.slice(1, -1)] = decodeURIComponent(value);
    else if (segment !== value) return undefined;
  }
  return parameters;
};
