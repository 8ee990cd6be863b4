import { MAX_REDRIVEN } from '../../../api/limits.ts';
import type { DeadLetters, Queues as QueueList, Redriven } from '../../../api/types.generated.ts';
import { aboutDeadLetter } from '../../../repair/dead-letters/about.ts';
import { causeOf } from '../../../repair/dead-letters/cause.ts';
import type { DeadLetterQueue } from '../../../repair/dead-letters/find.ts';
import { planOf } from '../../../repair/dead-letters/plan.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { notFound, type Problem, ProblemError, refuse } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { payloadOf } from './payload.ts';
import type { Queues } from './ports.ts';

export interface Ports {
  readonly queues: Queues;
  /** Logs who started a redrive of which queue. */
  readonly logAction: (action: string, details: { readonly queue: string; readonly username: string }) => void;
}

/** Maximum number of messages that one request shows, so that it ends before the function's timeout. */
const MAX_READ = 200;

/** Routes that list queues, show dead letters with their causes, and redrive them. */
export function createRoutes(ports: Ports): RouteTable<'redrive-dead-letters'> {
  return {
    'GET /operations/queues': () => list(ports),
    'GET /operations/dead-letters/{queue}': (call) => read(ports, call),
    'POST /operations/dead-letters/{queue}/redrive': (call) => redrive(ports, call),
  };
}

async function list({ queues }: Ports): Promise<Answer<QueueList>> {
  const [all, deadLetterQueues] = await Promise.all([queues.all(), queues.deadLetterQueues()]);
  const names = new Set(deadLetterQueues.map(({ name }) => name));
  const items = all.map(({ name, waiting, inFlight, deadLetterArn, notReadable }) => ({
    name,
    ...(waiting === undefined ? {} : { waiting }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(notReadable === undefined ? {} : { notReadable }),
    isForDeadLetters: names.has(name),
    ...(deadLetterArn === undefined
      ? {}
      : { deadLetterQueue: deadLetterArn.slice(deadLetterArn.lastIndexOf(':') + 1) }),
  }));
  return { status: 200, body: { items } };
}

/**
 * Returns ids, kinds and causes, because message bodies contain applicants' data. Operators and supervisors, who analyse
 * failures, also get the content of the message that they ask for; the access log names its application.
 */
async function read({ queues }: Ports, call: Call): Promise<Answer<DeadLetters>> {
  const queue = await queueOf(queues, call);
  if (queue.notReadable !== undefined) return closed(queue, queue.notReadable);
  const deadLetters = await queues.read(queue, MAX_READ);
  if ('notReadable' in deadLetters) return closed(queue, deadLetters.notReadable);
  const showsData = call.principal.roles.some((role) => role === 'operator' || role === 'supervisor');
  const wanted = showsData ? call.event.queryStringParameters?.payloadOf : undefined;
  const items = deadLetters.map((deadLetter) => ({
    id: deadLetter.id,
    sentAt: deadLetter.sentAt.toISOString(),
    receiveCount: deadLetter.receiveCount,
    about: aboutDeadLetter(deadLetter),
    cause: causeOf(deadLetter),
    ...(deadLetter.id === wanted ? { payload: payloadOf(deadLetter) } : {}),
  }));
  const shown = items.flatMap(({ id, about }) => (id === wanted ? (about.applicationId ?? []) : []));
  const plan = planOf(deadLetters, queue).map(({ oldest, ...line }) => ({ ...line, oldest: oldest.toISOString() }));
  return { status: 200, body: { queue: queue.name, plan, items }, ...(wanted === undefined ? {} : { shown }) };
}

const closed = ({ name }: DeadLetterQueue, error: string): Answer<DeadLetters> => ({
  status: 200,
  body: { queue: name, notReadable: error, plan: [], items: [] },
});

async function redrive({ queues, logAction }: Ports, call: Call): Promise<Answer<Redriven>> {
  const queue = await queueOf(queues, call);
  if (queue.notReadable !== undefined) throw new ProblemError(notReadable(queue, queue.notReadable));
  logAction('Redrive started', { queue: queue.name, username: call.principal.username });
  const ids = idsIn(objectInBody(call.event));
  const choice = ids === undefined ? { limit: MAX_REDRIVEN } : { ids: new Set(ids) };
  const redriven = await queues.redrive(queue, call.principal.username, choice);
  if ('notReadable' in redriven) throw new ProblemError(notReadable(queue, redriven.notReadable));
  const { sentBack, refused } = redriven;
  const reasons = Object.entries(refused).map(([reason, count]) => ({ reason, count }));
  const attempted = reasons.reduce((sum, { count }) => sum + count, sentBack);
  return {
    status: 200,
    body: { sentBack, refused: reasons, hasMore: ids === undefined && attempted === MAX_REDRIVEN },
  };
}

/** The chosen messages; undefined: all. @throws ProblemError */
function idsIn({ ids }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  if (ids === undefined) return undefined;
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_REDRIVEN || !ids.every(isMessageId))
    return refuse('ids', `ids must be a list of 1 to ${MAX_REDRIVEN} message ids.`);
  return ids;
}

const isMessageId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{1,100}$/.test(id);

const notReadable = ({ name }: DeadLetterQueue, error: string): Problem => ({
  status: 409,
  code: 'QUEUE_NOT_READABLE',
  detail: `SQS refuses to read the queue ${name}: ${error}. Change the policy of the queue, then redrive it again.`,
});

async function queueOf(queues: Queues, { event }: Call): Promise<DeadLetterQueue> {
  const wanted = event.pathParameters?.queue;
  const found = (await queues.deadLetterQueues()).find(({ name }) => name === wanted);
  if (found === undefined) throw new ProblemError(notFound('dead-letter queue of this name'));
  return found;
}
