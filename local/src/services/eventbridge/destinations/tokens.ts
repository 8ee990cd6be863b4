import type { Kernel } from '../../../core/kernel.ts';
import { readEndpoint } from '../../../core/web/endpoint.ts';
import { type OutgoingAnswer, sendRequest } from '../../../core/web/outgoing-request.ts';
import { connectionArn } from '../names.ts';
import type { ConnectionHttpParameters, OAuthParameters } from './auth-parameters.ts';
import type { Connection, ConnectionStore } from './connection-store.ts';
import { InvocationError } from './invocation-errors.ts';
import { isRetried, valuesOf, withQuery } from './request-parts.ts';

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 65_536;
/** A token is fetched again this long before it expires, so that it does not expire on the way. */
const EARLY_MS = 10_000;

interface HeldToken {
  readonly text: string;
  /** End of its use in epoch milliseconds of the runtime's clock. */
  readonly untilMs: number;
}

/**
 * Access tokens of OAuth connections, by the client credentials grant (RFC 6749, section 4.4). They are kept in memory
 * until they expire or are dropped. Each fetch sets the state of the connection.
 */
export class Tokens {
  readonly #kernel: Kernel;
  readonly #connections: ConnectionStore;
  readonly #signal: AbortSignal;
  readonly #held = new Map<string, Promise<HeldToken>>();

  constructor(kernel: Kernel, connections: ConnectionStore, signal: AbortSignal) {
    this.#kernel = kernel;
    this.#connections = connections;
    this.#signal = signal;
  }

  /** The connection's token; fetches one if there is none. Throws InvocationError. */
  async token(connection: Connection, oauth: OAuthParameters): Promise<string> {
    const arn = connectionArn(this.#kernel.home, connection);
    const held = await this.#held.get(arn);
    if (held && held.untilMs > this.#kernel.clock.now()) return held.text;
    const fetching = this.#fetch(connection, oauth);
    this.#held.set(arn, fetching);
    try {
      return (await fetching).text;
    } catch (error) {
      this.drop(connection);
      throw error;
    }
  }

  /** Forgets the token, because it was refused or the connection was changed. */
  drop(connection: Connection): void {
    this.#held.delete(connectionArn(this.#kernel.home, connection));
  }

  async #fetch(connection: Connection, oauth: OAuthParameters): Promise<HeldToken> {
    try {
      const held = this.#read(await this.#request(oauth));
      await this.#setState(connection, null);
      return held;
    } catch (error) {
      const failure =
        error instanceof InvocationError
          ? error
          : new InvocationError('The authorization endpoint cannot be reached.', { retryable: true });
      await this.#setState(connection, failure.message);
      throw failure;
    }
  }

  #request(oauth: OAuthParameters): Promise<OutgoingAnswer> {
    const { AuthorizationEndpoint, HttpMethod, ClientParameters, OAuthHttpParameters = {} } = oauth;
    const url = readEndpoint(AuthorizationEndpoint, this.#kernel.endpoint());
    if (typeof url === 'string')
      throw new InvocationError('The authorization endpoint is not valid.', { retryable: false });
    const form = {
      grant_type: 'client_credentials',
      client_id: ClientParameters.ClientID,
      client_secret: ClientParameters.ClientSecret,
      ...valuesOf(OAuthHttpParameters.BodyParameters),
    };
    const query = valuesOf(OAuthHttpParameters.QueryStringParameters);
    const isGet = HttpMethod === 'GET';
    return sendRequest({
      url: withQuery(url, isGet ? { ...form, ...query } : query),
      method: HttpMethod,
      headers: tokenHeaders(OAuthHttpParameters, !isGet),
      body: isGet ? undefined : new URLSearchParams(form).toString(),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: this.#signal,
    });
  }

  #read({ status, body }: OutgoingAnswer): HeldToken {
    if (status < 200 || status > 299)
      throw new InvocationError(`The authorization endpoint answered with status ${status}.`, {
        retryable: isRetried(status),
      });
    const { access_token: text, expires_in: seconds } = parseObject(body.toString('utf8'));
    if (typeof text !== 'string' || text === '')
      throw new InvocationError('The authorization endpoint returned no access token.', { retryable: false });
    const lifetimeMs = Number(seconds) * 1_000;
    const untilMs = lifetimeMs > 0 ? this.#kernel.clock.now() + lifetimeMs - EARLY_MS : Number.POSITIVE_INFINITY;
    return { text, untilMs };
  }

  /** Stores the result of a fetch, unless the connection was changed since. `reason` is null after a success. */
  async #setState({ name, id, modifiedMs }: Connection, reason: string | null): Promise<void> {
    await this.#kernel.store.write(() => {
      const current = this.#connections.find(name);
      if (current?.id !== id || current.modifiedMs !== modifiedMs || current.parameters === null) return;
      const state = reason === null ? 'AUTHORIZED' : 'DEAUTHORIZED';
      const authorizedMs = reason === null ? this.#kernel.clock.now() : current.authorizedMs;
      this.#connections.put({ ...current, state, stateReason: reason, authorizedMs });
    });
  }
}

const tokenHeaders = (parameters: ConnectionHttpParameters, hasForm: boolean): Record<string, string> => ({
  accept: 'application/json',
  connection: 'close',
  ...(hasForm && { 'content-type': 'application/x-www-form-urlencoded' }),
  ...Object.fromEntries(
    (parameters.HeaderParameters ?? []).map(({ Key, Value }) => [Key.toLowerCase(), Value] as const),
  ),
});

const parseObject = (body: string): { readonly [name: string]: unknown } => {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as { readonly [name: string]: unknown }) : {};
  } catch {
    return {};
  }
};
