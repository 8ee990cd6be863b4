import { signInByCode } from '../../cli/sign-in/code-flow.ts';
import { discover } from '../../cli/sign-in/issuer.ts';
import { visitLocalForm } from '../../cli/sign-in/local-form.ts';
import type { Clients } from './clients.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Empty if the answer has no body. */
  readonly body: Record<string, unknown>;
}

/** A user who is signed in to the HTTP API of a system. */
export interface Person {
  get(path: string): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  readonly token: string;
}

const outputsOf = async ({ endpoint }: Clients): Promise<Record<string, string>> =>
  (await (await fetch(`${endpoint}/_local/outputs`)).json()) as Record<string, string>;

/** Signs in as one of the sample users, such as `reviewer-1`. */
export const signIn = async (system: Clients, user: string): Promise<Person> => {
  const { ApiUrl, SignInUrl = '', UserPoolClientId = '' } = await outputsOf(system);
  const visit = visitLocalForm(SignInUrl, user);
  const { accessToken: token } = await signInByCode(await discover(SignInUrl), UserPoolClientId, visit);
  const ask = async (path: string, request: RequestInit): Promise<Answered> => {
    const answer = await fetch(`${ApiUrl}${path}`, request);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  const authorization = `Bearer ${token}`;
  return {
    token,
    get: (path) => ask(path, { headers: { authorization } }),
    post: (path, body = {}, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
};
