import { endpointOf } from '../endpoint.ts';
import { CommandFailure, EXIT } from '../failures.ts';

/** State of the runtime's clock, as the runtime's control API returns it. */
export interface ClockState {
  readonly now: string;
  readonly aheadSeconds: number;
  /** The time to which the clock is moving. Missing if the clock is not being moved. */
  readonly movingTo?: string;
}

/** URL of the local runtime. @throws CommandFailure if the endpoint is AWS */
export function localEndpoint(env: NodeJS.ProcessEnv): string {
  const endpoint = endpointOf(env);
  if (endpoint !== undefined) return endpoint;
  throw new CommandFailure(EXIT.usage, 'Only the system on this machine has a clock to move: eval "$(npm run -s env)"');
}

export async function readClock(endpoint: string): Promise<ClockState> {
  return clockAnswer(await fetch(`${endpoint}/_local/clock`));
}

/** Moves the clock forward. Yields the clock's state several times during the move, and once after it. */
export async function* moveClock(
  endpoint: string,
  advanceSeconds: number,
  signal: AbortSignal,
): AsyncGenerator<ClockState> {
  const request = { method: 'POST', body: JSON.stringify({ advanceSeconds }), signal };
  const response = await fetch(`${endpoint}/_local/clock?progress`, request);
  if (!response.ok || response.body === null) {
    await clockAnswer(response);
    return;
  }
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as ClockState;
  }
}

async function clockAnswer(response: Response): Promise<ClockState> {
  const answer = (await response.json()) as ClockState & { readonly message?: string };
  if (response.ok) return answer;
  throw new CommandFailure(EXIT.failed, answer.message ?? `The runtime answered with status ${response.status}.`);
}
