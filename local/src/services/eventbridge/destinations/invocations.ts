import type { Kernel } from '../../../core/kernel.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import {
  type OutgoingAnswer,
  type OutgoingRequest,
  OutgoingTimeoutError,
  sendRequest,
  UnsendableRequestError,
} from '../../../core/web/outgoing-request.ts';
import { notFound } from '../errors.ts';
import { apiDestinationArn, resourceOf } from '../names.ts';
import type { Invocation } from '../operations.ts';
import type { ApiDestination, ApiDestinationStore } from './api-destination-store.ts';
import type { AuthParameters } from './auth-parameters.ts';
import type { Connection, ConnectionStore } from './connection-store.ts';
import { InvocationError, RateLimitedError } from './invocation-errors.ts';
import type { RateLimits } from './rate-limits.ts';
import {
  invocationHeaders,
  isRetried,
  retryAfterMs,
  valuesOf,
  withBodyParameters,
  withPathValues,
  withQuery,
} from './request-parts.ts';
import type { Tokens } from './tokens.ts';

/** AWS's limit for an endpoint's response. */
const TIMEOUT_MS = 5_000;
/** The end of the Range that AWS sends. */
const MAX_ANSWER_BYTES = 1_048_576;
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD']);

interface Authorized {
  readonly headers: { readonly [name: string]: string };
  readonly parameters: AuthParameters;
}

export interface InvocationDependencies {
  readonly kernel: Kernel;
  readonly connections: ConnectionStore;
  readonly destinations: ApiDestinationStore;
  readonly rateLimits: RateLimits;
  readonly tokens: Tokens;
  /** Aborted when the runtime stops. */
  readonly signal: AbortSignal;
}

/** Sends events to the endpoints of API destinations. */
export class Invocations {
  readonly #dependencies: InvocationDependencies;

  constructor(dependencies: InvocationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Resolves when the endpoint has accepted the event with a status of 2xx. Throws ResourceNotFoundException,
   * RateLimitedError and InvocationError.
   */
  async invoke(invocation: Invocation): Promise<void> {
    const { kernel, rateLimits, tokens } = this.#dependencies;
    const destination = this.#destination(invocation.arn);
    const connection = this.#connection(destination);
    const nowMs = kernel.clock.now();
    const atMs = rateLimits.reserve(invocation.arn, destination.perSecond, { token: invocation.token, nowMs });
    if (atMs > nowMs) throw new RateLimitedError(atMs);
    const authorized = await this.#authorize(connection);
    const answer = await this.#send(this.#request(destination, invocation, authorized));
    if (answer.status === 401 || answer.status === 407) tokens.drop(connection);
    this.#judge(answer);
  }

  #destination(arn: string): ApiDestination {
    const { kernel, destinations } = this.#dependencies;
    const name = resourceOf(arn, 'api-destination')?.split('/')[0] ?? '';
    const found = destinations.find(name);
    if (!found || apiDestinationArn(kernel.home, found) !== arn)
      throw notFound(`An api-destination '${name}' does not exist.`);
    return found;
  }

  #connection({ connectionArn: arn }: ApiDestination): Connection {
    const { kernel, connections } = this.#dependencies;
    const found = connections.findByArn(kernel.home, arn);
    if (!found)
      throw new InvocationError('The connection of the API destination does not exist.', { retryable: false });
    return found;
  }

  async #authorize(connection: Connection): Promise<Authorized> {
    const { parameters } = connection;
    if (!parameters)
      throw new InvocationError('The connection of the API destination is deauthorized.', { retryable: false });
    const { ApiKeyAuthParameters: key, BasicAuthParameters: login, OAuthParameters: oauth } = parameters;
    if (key) return { parameters, headers: { [key.ApiKeyName]: key.ApiKeyValue } };
    if (login) {
      const credentials = Buffer.from(`${login.Username}:${login.Password}`).toString('base64');
      return { parameters, headers: { authorization: `Basic ${credentials}` } };
    }
    const token = oauth ? await this.#dependencies.tokens.token(connection, oauth) : '';
    return { parameters, headers: { authorization: `Bearer ${token}` } };
  }

  /** The request; the parameters of the connection replace those of the target, as AWS documents for HttpParameters. */
  #request(destination: ApiDestination, invocation: Invocation, authorized: Authorized): OutgoingRequest {
    const { kernel, signal } = this.#dependencies;
    const added = authorized.parameters.InvocationHttpParameters ?? {};
    const url = readEndpoint(withPathValues(destination.endpoint, invocation.pathValues), kernel.endpoint());
    if (typeof url === 'string')
      throw new InvocationError('The endpoint of the API destination is not valid.', { retryable: false });
    const body = withBodyParameters(invocation.payload, valuesOf(added.BodyParameters));
    const { method } = destination;
    const headers = invocationHeaders(invocation.headers, valuesOf(added.HeaderParameters), authorized.headers);
    const hasBody = !WITHOUT_BODY.has(method);
    return {
      url: withQuery(url, { ...invocation.query, ...valuesOf(added.QueryStringParameters) }),
      method,
      headers: hasBody ? { ...headers, 'content-length': String(Buffer.byteLength(body)) } : headers,
      body: hasBody ? body : undefined,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    };
  }

  async #send(request: OutgoingRequest): Promise<OutgoingAnswer> {
    try {
      return await sendRequest(request);
    } catch (error) {
      if (error instanceof UnsendableRequestError)
        throw new InvocationError('A header parameter is not valid.', { retryable: false });
      const reason =
        error instanceof OutgoingTimeoutError
          ? 'Timeout calling endpoint for API Destination: socket closed.'
          : 'API destination endpoint cannot be reached.';
      throw new InvocationError(reason, { retryable: true });
    }
  }

  #judge({ status, headers }: OutgoingAnswer): void {
    if (status >= 200 && status <= 299) return;
    const waitMs = retryAfterMs(headers);
    throw new InvocationError(`The endpoint answered with status ${status}.`, {
      retryable: isRetried(status) && (waitMs ?? 0) >= 0,
      notBeforeMs: waitMs === undefined ? undefined : this.#dependencies.kernel.clock.now() + waitMs,
    });
  }
}
