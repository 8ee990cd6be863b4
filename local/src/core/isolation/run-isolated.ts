import { availableParallelism } from 'node:os';

export type { Outcome } from './isolated-thread.ts';

import { IsolatedThread, type IsolatedWork, type Outcome } from './isolated-thread.ts';

/** At least two, so that work that runs until its limit does not delay all other work. */
const MAX_THREADS = Math.max(2, availableParallelism() - 1);
/** Time after which an idle thread is terminated, in milliseconds of the wall clock. */
const IDLE_MS = 30_000;

interface Member {
  readonly thread: IsolatedThread;
  busy: boolean;
  idle: NodeJS.Timeout | undefined;
}

interface Queued {
  readonly work: IsolatedWork;
  readonly resolve: (outcome: Outcome) => void;
}

/** The threads of this process, shared by all services: threads are a resource of the machine. */
const members = new Set<Member>();
const queue: Queued[] = [];

/**
 * Performs work in a worker thread that can be terminated, so that the work cannot block the event loop. Used for
 * expressions and patterns from users. The work waits while all threads are busy; its time limit starts when the work
 * starts. Never rejects.
 */
export const runIsolated = (work: IsolatedWork): Promise<Outcome> =>
  new Promise((resolve) => {
    queue.push({ work, resolve });
    dispatch();
  });

const dispatch = (): void => {
  while (queue.length > 0) {
    const member = freeMember();
    const next = member && queue.shift();
    if (!member || !next) return;
    void performIn(member, next);
  }
};

const freeMember = (): Member | undefined => {
  for (const member of members) if (!member.busy && member.thread.isAlive) return member;
  return members.size < MAX_THREADS ? newMember() : undefined;
};

const newMember = (): Member => {
  const thread = new IsolatedThread(() => leave(member));
  const member: Member = { thread, busy: false, idle: undefined };
  members.add(member);
  return member;
};

const leave = (member: Member): void => {
  clearTimeout(member.idle);
  members.delete(member);
  dispatch();
};

const performIn = async (member: Member, { work, resolve }: Queued): Promise<void> => {
  clearTimeout(member.idle);
  member.busy = true;
  const outcome = await member.thread.perform(work);
  resolve(outcome);
  if (!member.thread.isAlive) return;
  member.busy = false;
  member.idle = setTimeout(() => member.thread.close(), IDLE_MS).unref();
  dispatch();
};
