import { CommandFailure, EXIT } from '../failures.ts';

export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text of a body that is not JSON. */
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;

/**
 * Fetches with a timeout of 30 s. Does not follow redirects, because a redirect could send the token to another host.
 */
export function fetchOnce(url: string, request: RequestInit): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), ...request });
}

/**
 * Sends a request and reads the whole response.
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
