import { AwsError, internalFailure } from '../core/aws/aws-error.ts';
import type { Caller } from '../core/aws/caller.ts';
import type { Kernel } from '../core/kernel.ts';
import { withCauses } from '../core/log.ts';
import { parseJsonObject } from '../core/protocols/body.ts';
import { jsonError } from '../core/protocols/json.ts';
import { readQuery } from '../core/protocols/query-input.ts';
import { queryAnswer, queryError } from '../core/protocols/query-output.ts';
import type { WireRequest, WireResponse } from '../core/service.ts';
import { refusedFile } from '../core/store/storage-error.ts';
import { earlyError } from './early-error.ts';
import { findRoute, isForm, type Route } from './route.ts';
import { signedBy } from './signature.ts';

/** A request with everything that is needed to answer it. */
interface Exchange {
  readonly request: WireRequest;
  readonly kernel: Kernel;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly caller: () => Caller;
  readonly traceHeader: string | undefined;
}

const toAwsError = (error: unknown, { kernel, request }: Exchange): AwsError => {
  if (error instanceof AwsError) return error;
  const refused = refusedFile(error);
  if (refused) return refused;
  kernel.log.error('An action failed inside the runtime.', {
    target: request.headers['x-amz-target'] ?? request.path,
    error: withCauses(error),
  });
  return internalFailure(error);
};

const overJson = async (route: Extract<Route, { kind: 'json' }>, exchange: Exchange): Promise<WireResponse> => {
  const { kernel, request, requestId, signal, caller, traceHeader } = exchange;
  try {
    const input = parseJsonObject(request.body);
    return route.writer.answer(
      await kernel.services.callByName(route.service.name, route.action, input, caller(), {
        requestId,
        signal,
        traceHeader,
      }),
    );
  } catch (error) {
    return route.writer.error(toAwsError(error, exchange));
  }
};

const overQuery = async (route: Extract<Route, { kind: 'query' }>, exchange: Exchange): Promise<WireResponse> => {
  const { kernel, request, requestId, signal, caller, traceHeader } = exchange;
  try {
    const { action, input } = readQuery(new URLSearchParams(request.body.toString('utf8')), route.format);
    const output = await kernel.services.callByName(route.service.name, action, input, caller(), {
      requestId,
      signal,
      traceHeader,
    });
    return queryAnswer(action, output, route.format, requestId);
  } catch (error) {
    return queryError(toAwsError(error, exchange), route.format, requestId);
  }
};

const overOwn = async (route: Extract<Route, { kind: 'own' }>, exchange: Exchange): Promise<WireResponse> => {
  const { kernel, request, requestId, signal, caller, traceHeader } = exchange;
  try {
    return await route.protocol.handle(request, (action, input) =>
      kernel.services.callByName(route.service.name, action, input, caller(), { requestId, signal, traceHeader }),
    );
  } catch (error) {
    return jsonError(toAwsError(error, exchange), '1.1');
  }
};

const unknownOperation = ({ request, kernel, requestId }: Exchange): WireResponse => {
  const message = `This runtime does not know the operation ${askedOperation(request)}.`;
  const error = new AwsError('UnknownOperationException', message);
  return earlyError(request, error, { requestId, services: kernel.services.all() });
};

/**
 * The name that a request without a route asks for, for the error message: the value of X-Amz-Target, the form's
 * Action, or otherwise method and path.
 */
const askedOperation = ({ method, path, headers, body, scope }: WireRequest): string => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const action = isForm(headers) ? new URLSearchParams(body.toString('utf8')).get('Action') : null;
  return action === null ? `${method} ${path}` : `${scope}:${action}`;
};

/** Answers one request in an AWS wire protocol. Errors have the format of the request's protocol. */
export const answerAws = async (
  request: WireRequest,
  kernel: Kernel,
  { requestId, signal }: { requestId: string; signal: AbortSignal },
): Promise<WireResponse> => {
  const caller = () => signedBy(request, kernel.identities).caller;
  const trace = request.headers['x-amzn-trace-id'];
  const traceHeader = typeof trace === 'string' ? trace : undefined;
  const exchange: Exchange = { request, kernel, requestId, signal, caller, traceHeader };
  const route = findRoute([...kernel.services.all()], request);
  switch (route?.kind) {
    case 'json':
      return overJson(route, exchange);
    case 'query':
      return overQuery(route, exchange);
    case 'own':
      return overOwn(route, exchange);
    default:
      return unknownOperation(exchange);
  }
};
