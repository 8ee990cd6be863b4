import { CommandFailure, EXIT } from '../failures.ts';

export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text if the body is not JSON. */
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;

/** Fetches with a time limit of 30 s. Redirects are not followed: they would forward the token to another host. */
export function fetchOnce(url: string, request: RequestInit): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), ...request });
}

/**
 * One HTTP exchange.
 * @throws CommandFailure with exit code 5 if there is no answer
 */
export async function exchange(url: string, request: RequestInit = {}): Promise<Exchanged> {
  try {
    const answer = await fetchOnce(url, request);
    return { status: answer.status, headers: answer.headers, body: readBody(await answer.text()) };
  } catch (error) {
    const { origin } = new URL(url);
    throw new CommandFailure(EXIT.unreachable, `No answer from ${origin}; is the system running (npm start)?`, {
      cause: error,
    });
  }
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
