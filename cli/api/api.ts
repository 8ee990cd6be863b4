import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure, EXIT } from '../failures.ts';
import type { Page } from './answers.ts';
import { exchange } from './exchange.ts';
import { ApiProblem } from './problem.ts';

/** Gives a token that is good for now; `stale` is one the API has just refused. Nothing when nobody is signed in. */
export type TokenSource = (apiUrl: string, stale?: string) => Promise<string | undefined>;

export interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

type Method = 'GET' | 'POST';

/** The statuses after which the same call may be made again: it was not carried out, or repeating it is harmless. */
const AGAIN = new Set([429, 503]);
const PAUSES_MS = [200, 600, 1_800];

/** The HTTP API as the person who is signed in. Every method throws CommandFailure. */
export class Api {
  readonly #url: () => Promise<string>;
  readonly #token: TokenSource;

  constructor(url: () => Promise<string>, token: TokenSource) {
    this.#url = url;
    this.#token = token;
  }

  async get<Answer>(path: string, query: Call['query'] = {}): Promise<Answer> {
    return (await this.#call('GET', path, { query })) as Answer;
  }

  async post<Answer>(path: string, call: Call = {}): Promise<Answer> {
    return (await this.#call('POST', path, call)) as Answer;
  }

  /** At most `limit` items, from as many pages as it takes. */
  async list<Item>(path: string, query: Call['query'], limit: number): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const rest = Math.min(limit - items.length, MOST_IN_A_PAGE);
      const page = await this.get<Page<Item>>(path, { ...query, limit: rest, cursor });
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined && items.length < limit);
    return items.slice(0, limit);
  }

  async #call(method: Method, path: string, call: Call): Promise<unknown> {
    const apiUrl = await this.#url();
    const token = await this.#token(apiUrl);
    if (token === undefined) throw new CommandFailure(EXIT.usage, 'Nobody is signed in here: apps login');
    const send = (bearer: string) => repeated(urlOf(apiUrl, path, call.query), requestOf(method, call, bearer));
    let { status, body } = await send(token);
    const fresh = status === 401 ? await this.#token(apiUrl, token) : undefined;
    if (fresh !== undefined) ({ status, body } = await send(fresh));
    if (status >= 300) throw new ApiProblem(status, body);
    return body;
  }
}

/** The API's own bound of a page. */
const MOST_IN_A_PAGE = 100;

async function repeated(url: string, request: RequestInit) {
  for (const pauseMs of PAUSES_MS) {
    const answer = await exchange(url, request);
    if (!AGAIN.has(answer.status)) return answer;
    await sleep(pauseMs);
  }
  return exchange(url, request);
}

function urlOf(apiUrl: string, path: string, query: Call['query'] = {}): string {
  const url = new URL(apiUrl + path);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}

function requestOf(method: Method, { body, headers }: Call, token: string): RequestInit {
  return {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
