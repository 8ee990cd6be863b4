import type { Page } from '../../../cli/api/answers.ts';
import type { Session } from '../sign-in/session.ts';
import { Problem } from './problem.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

const PAGE = 100;
/** After these the same call may be made again: it was not carried out. */
const AGAIN = new Set([429, 503]);
const PAUSES_MS = [300, 900];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The HTTP API as whoever is signed in. Every method rejects with Problem. */
export class Api {
  readonly #url: string;
  readonly #session: Session;
  readonly #ended: () => void;

  /** `ended` is called when the session is over and nothing more can be asked. */
  constructor(url: string, session: Session, ended: () => void) {
    this.#url = url;
    this.#session = session;
    this.#ended = ended;
  }

  get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    return this.#call(path, query, { method: 'GET' }) as Promise<Answer>;
  }

  /** `version` makes the call conditional: it is refused (412) when the review is another one by then. */
  post<Answer>(path: string, body: unknown, version?: number): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    return this.#call(path, {}, { method: 'POST', headers, body: JSON.stringify(body) }) as Promise<Answer>;
  }

  /** All items of a list, page after page; `progress` is told what has come so far. */
  async all<Item>(path: string, query: Query, progress: (items: readonly Item[]) => void): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.get<Page<Item>>(path, { ...query, limit: PAGE, cursor });
      items.push(...page.items);
      cursor = page.cursor;
      if (cursor !== undefined) progress([...items]);
    } while (cursor !== undefined);
    return items;
  }

  async #call(path: string, query: Query, init: RequestInit): Promise<unknown> {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const url = `${this.#url}${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
    const token = await this.#session.token();
    let answer = token === undefined ? undefined : await ask(url, init, token);
    if (answer?.status === 401) {
      const fresh = await this.#session.renewed();
      answer = fresh === undefined ? undefined : await ask(url, init, fresh);
    }
    if (answer === undefined || answer.status === 401) {
      this.#ended();
      throw new Problem(401, {});
    }
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw new Problem(answer.status, body);
    return body;
  }
}

const ask = async (url: string, init: RequestInit, token: string): Promise<Response> => {
  const request = { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } };
  for (const pauseMs of PAUSES_MS) {
    const answer = await reach(url, request);
    if (!AGAIN.has(answer.status)) return answer;
    await pause(pauseMs);
  }
  return reach(url, request);
};

const reach = async (url: string, request: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, request);
  } catch {
    throw new Problem(0, {});
  }
};
