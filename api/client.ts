import { MAX_PAGE_SIZE } from './limits.ts';
import { ApiProblem } from './problem.ts';
import type { RouteKey } from './routes.ts';
import type { Operations } from './types.generated.ts';

export type RequestOf<Key extends RouteKey> = Operations[Key]['request'];
export type AnswerOf<Key extends RouteKey> = Operations[Key]['answer'];

/** Routes that return a list in pages. The caller sets the page size. */
type PagedRoute = 'GET /applications' | 'GET /reviews';
type ItemOf<Key extends PagedRoute> = AnswerOf<Key>['items'][number];
type QueryOf<Key extends PagedRoute> = NonNullable<RequestOf<Key>['query']>;

export interface ApiOptions {
  /** The API's URL, without a slash at the end. Called before each request. */
  readonly url: () => Promise<string>;
  /**
   * Returns a valid access token for the API at this URL, or undefined if nobody is signed in. `refused` is a token
   * that the API has just refused with status 401; the result must then be a different token.
   */
  readonly token: (apiUrl: string, refused?: string) => Promise<string | undefined>;
  /** The platform's fetch, or a wrapper with a timeout. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /**
   * Pauses in milliseconds before the retries after status 429 or 503. The number of retries is the number of pauses.
   */
  readonly pausesMs: readonly number[];
  /** Called if a request fails because nobody is signed in or the session has ended. */
  readonly onSignedOut?: () => void;
}

/** A request of any route. */
interface AnyRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string;
}

export interface ListOptions {
  /** Maximum number of items. If missing, all items are read. */
  readonly limit?: number;
}

/**
 * Statuses that are retried. After them the API has not carried out the request, or a repeated request does no harm.
 */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 503]);

/**
 * Client of the HTTP API. It sends requests with the token of the signed-in user. Methods reject with ApiProblem, or
 * with the error that `url` or `token` threw.
 */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  call<Key extends RouteKey>(route: Key, request: RequestOf<Key>): Promise<AnswerOf<Key>> {
    return this.#send(route, request) as Promise<AnswerOf<Key>>;
  }

  /** Reads a list page by page, until its end or until `limit` items. */
  async list<Key extends PagedRoute>(
    route: Key,
    query: QueryOf<Key>,
    { limit = Number.POSITIVE_INFINITY }: ListOptions = {},
  ): Promise<readonly ItemOf<Key>[]> {
    const items: ItemOf<Key>[] = [];
    let cursor: string | undefined;
    do {
      const size = Math.min(limit - items.length, MAX_PAGE_SIZE);
      const page = (await this.#send(route, { query: { ...query, limit: size, cursor } })) as Page<ItemOf<Key>>;
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined && items.length < limit);
    return items.slice(0, limit);
  }

  async #send(route: RouteKey, request: AnyRequest): Promise<unknown> {
    const apiUrl = await this.#options.url();
    const url = apiUrl + pathOf(route, request);
    const token = await this.#options.token(apiUrl);
    let answer = token === undefined ? SIGNED_OUT : await this.#attempt(url, initOf(route, request, token));
    if (answer.status === 401 && token !== undefined) {
      const fresh = await this.#options.token(apiUrl, token);
      if (fresh !== undefined) answer = await this.#attempt(url, initOf(route, request, fresh));
    }
    if (answer.status === 401) this.#options.onSignedOut?.();
    if (!answer.isOk) throw new ApiProblem(answer.status, answer.body);
    return answer.body;
  }

  async #attempt(url: string, init: RequestInit): Promise<Answered> {
    for (const pauseMs of this.#options.pausesMs) {
      const answer = await this.#exchange(url, init);
      if (!RETRIED_STATUSES.has(answer.status)) return answer;
      await sleep(pauseMs);
    }
    return this.#exchange(url, init);
  }

  /** @throws ApiProblem with status 0 if there is no answer, or if the connection breaks while the body is read */
  async #exchange(url: string, init: RequestInit): Promise<Answered> {
    try {
      const answer = await this.#options.fetch(url, init);
      return { status: answer.status, isOk: answer.ok, body: await bodyOf(answer) };
    } catch (cause) {
      throw new ApiProblem(0, { detail: `No answer from ${new URL(url).origin}` }, { cause });
    }
  }
}

interface Answered {
  readonly status: number;
  readonly isOk: boolean;
  /** Undefined if the body is not JSON. */
  readonly body: unknown;
}

const SIGNED_OUT: Answered = { status: 401, isOk: false, body: undefined };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function pathOf(route: RouteKey, { path = {}, query = {} }: AnyRequest): string {
  const template = route.slice(route.indexOf(' ') + 1);
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given)}`;
}

function initOf(route: RouteKey, { headers = {}, body }: AnyRequest, token: string): RequestInit {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    method: route.slice(0, route.indexOf(' ')),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(given),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Parses the body. Undefined if the body is not JSON. */
async function bodyOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
