import type { Choices } from '../chaos/random.ts';
import type { Door } from './doors/door.ts';
import type { Faults } from './judge/faults.ts';
import { judge } from './judge/judge.ts';
import type { Secrets } from './judge/leaks.ts';
import { type MutatedRequest, mutate } from './mutate/mutate.ts';
import { type Answer, send } from './wire/send.ts';

export interface FuzzOptions {
  readonly doors: readonly Door[];
  /** The choices of the run. Each input has its own stream, so that it can be repeated alone. */
  readonly choices: Choices;
  readonly from: number;
  readonly inputs: number;
  readonly secrets: Secrets;
  readonly faults: Faults;
  /** Called before every `REFRESH` inputs: makes deleted resources again. */
  refresh(): Promise<void>;
  /** False ends the run: the system is gone. */
  isAlive(): boolean;
  onProgress(done: number): void;
}

/** Counts of answers. */
export interface FuzzCounts {
  readonly sent: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byGroup: Readonly<Record<string, number>>;
}

/** Requests in flight. */
const AT_ONCE = 8;
const REFRESH = 400;
const ANSWER_MS = 60_000;
/** A request that may wait is given up after this time. */
const WAIT_MS = 3_000;

/** One input of a run: the door, and the request with its change. */
interface Input extends MutatedRequest {
  readonly door: Door;
  readonly number: number;
}

/** The input with this number. Undefined if the SDK refuses the values that were chosen. */
export const inputOf = async (doors: readonly Door[], all: Choices, number: number): Promise<Input | undefined> => {
  const choices = all.stream(`input-${number}`);
  const door = choices.pick(doors);
  try {
    return { door, number, ...mutate(await door.request(choices), choices) };
  } catch {
    return undefined;
  }
};

const MOST_SHOWN = 300;

const describe = ({ number, name, request }: Input): string => {
  const body =
    request.body.length === 0 ? '' : `  ${JSON.stringify(request.body.subarray(0, MOST_SHOWN).toString('utf8'))}`;
  return `input ${number} (${name || 'unchanged'})  ${request.method} ${request.path.slice(0, MOST_SHOWN)}${body}`;
};

const statusOf = (answer: Answer): string => (answer.kind === 'answered' ? String(answer.status) : answer.kind);

/** Names of the inputs that are being answered now. */
export const inProgress = new Set<string>();

/** Sends inputs to the doors and judges the answers. */
export const fuzz = async (options: FuzzOptions): Promise<FuzzCounts> => {
  const { doors, choices, secrets, faults, from, inputs } = options;
  const byStatus: Record<string, number> = {};
  const byGroup: Record<string, number> = {};
  let next = from;
  let sent = 0;

  const one = async (number: number): Promise<void> => {
    const input = await inputOf(doors, choices, number);
    if (!input) return;
    const { door, request, isHeadChanged } = input;
    const label = `${door.name} ${number}`;
    inProgress.add(label);
    const answer = await send(door.port, request, door.waits ? WAIT_MS : ANSWER_MS);
    inProgress.delete(label);
    sent += 1;
    const status = statusOf(answer);
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    byGroup[door.group] = (byGroup[door.group] ?? 0) + 1;
    for (const what of judge(answer, { door, request, isHeadChanged, secrets }))
      faults.add(door.name, what, describe(input));
  };

  const worker = async (): Promise<void> => {
    while (next < from + inputs && options.isAlive()) {
      const number = next;
      next += 1;
      if (number % REFRESH === 0) await options.refresh();
      await one(number);
      options.onProgress(number - from + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { sent, byStatus, byGroup };
};
