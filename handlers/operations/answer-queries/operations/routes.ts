import { EXECUTION_STATUSES } from '../../../../api/reason-codes.ts';
import type { Executions, PatternAnswers } from '../../../../api/types.generated.ts';
import { objectInBody } from '../../../shared/http/body.ts';
import { refuse } from '../../../shared/http/problem.ts';
import type { Call } from '../../../shared/http/serve.ts';
import type { BusReader, ExecutionReader } from './ports.ts';
import { answerOf } from './why-not.ts';

/** The executions with one status, newest first. The default status is FAILED. */
export async function listExecutions(executions: ExecutionReader, { event }: Call): Promise<Executions> {
  const { status: asked = 'FAILED', cursor } = event.queryStringParameters ?? {};
  const status = EXECUTION_STATUSES.find((name) => name === asked);
  if (status === undefined) return refuse('status', `status must be one of ${EXECUTION_STATUSES.join(', ')}.`);
  return executions.list({ stateMachine: stateMachineIn(event), status, cursor });
}

const NAME = /^[\w-]{1,80}$/;

/**
 * Reads the state machine's name from the query parameter `machine`. Undefined if the parameter is missing; this means
 * account-application.
 * @throws ProblemError 400 if the parameter is not a valid name
 */
export function stateMachineIn(event: Call['event']): string | undefined {
  const stateMachine = event.queryStringParameters?.machine;
  if (stateMachine === undefined || NAME.test(stateMachine)) return stateMachine;
  return refuse('machine', 'machine must be the name of a state machine.');
}

const ANY_EVENT = { source: [{ exists: true }] };

/**
 * Checks that EventBridge accepts the event: tests it against a pattern that matches every event.
 * @throws ProblemError 400 if EventBridge refuses the event
 */
async function refuseUntestable(bus: BusReader, event: string): Promise<void> {
  const { reason } = await answerOf(ANY_EVENT, event, bus.matches);
  if (reason === undefined) return;
  refuse(
    'event',
    'event must have all members of an EventBridge event: id, account, source, time, region, resources, detail-type.',
  );
}

/** Tests an event against each rule that has a pattern. The answer lists the fields that do not match, by rule. */
export async function testPatterns(bus: BusReader, call: Call): Promise<PatternAnswers> {
  const { event } = objectInBody(call.event);
  if (typeof event !== 'object' || event === null)
    return refuse('event', 'event must be an object with all members of an EventBridge event.');
  const text = JSON.stringify(event);
  await refuseUntestable(bus, text);
  const rules = await bus.rules();
  const answers = await Promise.all(
    rules.flatMap(({ name, bus: of, pattern }) =>
      pattern === undefined
        ? []
        : [answerOf(pattern, text, bus.matches).then((answer) => ({ rule: name, bus: of, ...answer }))],
    ),
  );
  return { items: answers };
}
