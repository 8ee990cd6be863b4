import type { Desk, OperatorDesk } from '../desk.ts';
import type { Interrupt } from '../terminal/interrupt.ts';
import { type Progress, progressBar, progressLine, progressOf } from './progress.ts';
import { cancelReplay, isEnded, viewReplay } from './run-replay.ts';

const POLL_INTERVAL_MS = 500;

export interface Following {
  readonly name: string;
  /** Times of all events of the replay, oldest first. */
  readonly timesMs: readonly number[];
  readonly interrupt: Interrupt;
}

/**
 * Shows the progress of a replay until the replay ends. After Ctrl-C it asks the user whether to cancel the replay.
 * Returns undefined if the user does not cancel it.
 */
export async function follow(
  desk: OperatorDesk,
  { name, timesMs, interrupt }: Following,
): Promise<Progress | undefined> {
  const startedMs = performance.now();
  const show = shower(desk);
  for (;;) {
    const view = await viewReplay(desk.clients.events, name);
    const { state, lastEventMs } = view;
    const progress = progressOf({ state, timesMs, lastEventMs, elapsedMs: performance.now() - startedMs });
    show(progress);
    if (isEnded(view)) return progress;
    await interrupt.within(POLL_INTERVAL_MS);
    if (interrupt.taken() && (await answerInterrupt(desk, name)) === 'LEAVE') return undefined;
  }
}

/** Shows progress: in a terminal a bar, else a line for each change of state and for each 10 %. */
function shower({ screen }: Desk): (progress: Progress) => void {
  let before = '';
  return (progress) => {
    if (screen.canRedraw) return screen.redraw(progressBar(progress));
    const step = `${progress.state} ${Math.floor(progress.percent / 10)}`;
    if (step === before) return;
    before = step;
    screen.print(progressLine(progress));
    screen.json({ progress });
  };
}

async function answerInterrupt({ clients, screen }: OperatorDesk, name: string): Promise<'GO_ON' | 'LEAVE'> {
  const answer = await screen.ask('Cancel the replay (c), leave it running and go (l), or keep watching (Enter)? ');
  if (answer === 'c' || answer === 'cancel') {
    const isCancelling = await cancelReplay(clients.events, name);
    screen.print(isCancelling ? 'Cancelling; what was replayed stays replayed.' : 'It had ended already.');
    return 'GO_ON';
  }
  return answer === undefined || answer.startsWith('l') ? 'LEAVE' : 'GO_ON';
}
