import type { AwsError } from '../core/aws/aws-error.ts';
import { jsonError } from '../core/protocols/json.ts';
import type { QueryFormat } from '../core/protocols/query-format.ts';
import { queryError } from '../core/protocols/query-output.ts';
import { s3Error } from '../core/protocols/rest-xml.ts';
import type { Service, WireRequest, WireResponse } from '../core/service.ts';
import { isForm } from './route.ts';

const WITHOUT_NAMESPACE: QueryFormat = { namespace: '' };

interface QueryService {
  readonly format: QueryFormat;
  /** Whether requests to `/` are never JSON. */
  readonly speaksOnlyQuery: boolean;
}

const queryServiceOf = (services: Iterable<Service>, scope: string): QueryService | undefined => {
  for (const { protocols } of services)
    for (const protocol of protocols)
      if (protocol.kind === 'query' && protocol.scope === scope)
        return { format: protocol, speaksOnlyQuery: protocols.every(({ kind }) => kind !== 'json') };
  return undefined;
};

/**
 * Whether a client of the Query protocol sent the request: a form, or a request with Action and Version in the query
 * string.
 */
const isQuery = ({ headers, query }: Omit<WireRequest, 'body'>): boolean =>
  isForm(headers) || (query.has('Action') && query.has('Version'));

/**
 * The response to a request that is refused before its route is known. Its protocol is derived from the request's head:
 * JSON for X-Amz-Target, XML of the Query protocol for a form or the credential scope of a Query service, S3's XML for
 * S3's scope, JSON otherwise. `services` may be empty while the runtime starts.
 */
export const earlyError = (
  head: Omit<WireRequest, 'body'>,
  error: AwsError,
  { requestId, services }: { readonly requestId: string; readonly services: Iterable<Service> },
): WireResponse => {
  const { headers, path, scope } = head;
  if (headers['x-amz-target'] !== undefined) return jsonError(error, '1.0');
  const service = queryServiceOf(services, scope);
  if (isQuery(head) || (path === '/' && service?.speaksOnlyQuery))
    return queryError(error, service?.format ?? WITHOUT_NAMESPACE, requestId);
  return scope === 's3' ? s3Error(error, requestId) : jsonError(error, '1.0');
};
