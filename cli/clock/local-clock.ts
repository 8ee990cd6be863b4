import { endpointOf } from '../endpoint.ts';
import { CommandFailure, EXIT } from '../failures.ts';

/** The runtime's clock, as its control API describes it. */
export interface ClockState {
  readonly now: string;
  readonly aheadSeconds: number;
  /** Only while the clock moves. */
  readonly movingTo?: string;
}

/** Address of the runtime on this machine. Throws CommandFailure if the commands are directed at AWS. */
export function localEndpoint(env: NodeJS.ProcessEnv): string {
  const endpoint = endpointOf(env);
  if (endpoint !== undefined) return endpoint;
  throw new CommandFailure(EXIT.usage, 'Only the system on this machine has a clock to move: eval "$(npm run -s env)"');
}

export async function readClock(endpoint: string): Promise<ClockState> {
  return clockAnswer(await fetch(`${endpoint}/_local/clock`));
}

/** Moves the clock forward; yields its state during the move and, without `movingTo`, at its end. */
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
