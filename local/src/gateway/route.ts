import type { IncomingHttpHeaders } from 'node:http';
import { jsonWriter } from '../core/protocols/json.ts';
import type { QueryFormat } from '../core/protocols/query-format.ts';
import type { JsonWriter, Protocol, Service, WireRequest } from '../core/service.ts';

/** A request with known service, protocol and action. `own` protocols determine the action themselves. */
export type Route =
  | { readonly kind: 'json'; readonly service: Service; readonly action: string; readonly writer: JsonWriter }
  | { readonly kind: 'query'; readonly service: Service; readonly format: QueryFormat }
  | { readonly kind: 'own'; readonly service: Service; readonly protocol: Extract<Protocol, { kind: 'own' }> };

/** Content type of the query protocol. */
const FORM = 'application/x-www-form-urlencoded';

export const isForm = (headers: IncomingHttpHeaders): boolean => headers['content-type']?.startsWith(FORM) === true;

const jsonRoute = (services: Iterable<Service>, target: string): Route | undefined => {
  const dot = target.lastIndexOf('.');
  const prefix = target.slice(0, dot);
  for (const service of services)
    for (const protocol of service.protocols)
      if (protocol.kind === 'json' && protocol.targetPrefix === prefix)
        return {
          kind: 'json',
          service,
          action: target.slice(dot + 1),
          writer: protocol.writer ?? jsonWriter(protocol.version),
        };
  return undefined;
};

const queryRoute = (services: Iterable<Service>, request: WireRequest): Route | undefined => {
  const version = /(?:^|&)Version=([\d-]+)/.exec(request.body.toString('latin1'))?.[1];
  for (const service of services)
    for (const protocol of service.protocols)
      if (protocol.kind === 'query' && protocol.scope === request.scope && (!version || protocol.version === version))
        return { kind: 'query', service, format: protocol };
  return undefined;
};

const ownRoute = (services: Iterable<Service>, request: WireRequest): Route | undefined => {
  for (const service of services)
    for (const protocol of service.protocols)
      if (protocol.kind === 'own' && protocol.claims(request)) return { kind: 'own', service, protocol };
  return undefined;
};

/** Finds the service of a request: by X-Amz-Target, by the credential scope of a form, or by a service's own `claims`. */
export const findRoute = (services: readonly Service[], request: WireRequest): Route | undefined => {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return jsonRoute(services, target) ?? ownRoute(services, request);
  return ownRoute(services, request) ?? (isForm(request.headers) ? queryRoute(services, request) : undefined);
};
