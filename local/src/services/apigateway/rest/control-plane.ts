import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import { decodedSegment } from '../../../core/protocols/rest-routes.ts';
import type { Protocol, WireRequest, WireResponse } from '../../../core/service.ts';
import { isForHttpApis } from '../http/control-plane/protocol.ts';

/** The paths of the control plane of REST APIs, with the action of each and the input member that the path contains. */
const PATHS: readonly (readonly [RegExp, string, string?])[] = [
  [/^\/restapis$/, 'GetRestApis'],
  [/^\/apikeys$/, 'GetApiKeys'],
  [/^\/apikeys\/([^/]+)$/, 'GetApiKey', 'apiKey'],
  [/^\/usageplans$/, 'GetUsagePlans'],
  [/^\/usageplans\/([^/]+)\/usage$/, 'GetUsage', 'usagePlanId'],
];

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const readCall = ({ method, path, query }: WireRequest): { action: string; input: Record<string, unknown> } => {
  for (const [pattern, action, member] of method === 'GET' ? PATHS : []) {
    const [whole, id] = pattern.exec(path) ?? [];
    if (whole === undefined) continue;
    const given = Object.fromEntries(query);
    return { action, input: member === undefined ? given : { ...given, [member]: decodedSegment(id ?? '') } };
  }
  throw unsupported(`${method} ${path} of apigateway`);
};

/** The REST protocol with which the AWS CLI reads APIs, keys and plans. It cannot create them; only templates can. */
export const controlPlane: Protocol = {
  kind: 'own',
  claims: (request) => request.scope === 'apigateway' && !isForHttpApis(request),
  handle: async (request, invoke) => {
    try {
      const { action, input } = readCall(request);
      return json(200, await invoke(action, input));
    } catch (error) {
      if (error instanceof AwsError)
        return json(error.statusCode, { message: error.message }, { 'x-amzn-errortype': error.code });
      throw error;
    }
  },
};
