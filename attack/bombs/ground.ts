import { pause } from '../../chaos/polling.ts';
import { modelledActions } from '../doors/clients.ts';
import { credentialFor } from '../doors/examples.ts';
import { SAMPLES } from '../doors/samples.ts';
import type { Target } from '../target.ts';
import { type WireRequest, withBody } from '../wire/request.ts';
import { type Answer, send } from '../wire/send.ts';
import type { Ground } from './bomb.ts';

/** Generous: a busy machine is slow. No bomb may take this long. */
const ANSWER_MS = 120_000;
const EXECUTION_MS = 120_000;

const VERSIONS: Readonly<Record<string, string>> = {
  sns: '2010-03-31',
  iam: '2010-05-08',
  sts: '2011-06-15',
  sqs: '2012-11-05',
  ses: '2010-12-01',
};

/** The members of an answer; undefined if it is a refusal. @throws Error if there is no answer or the runtime failed */
const bodyOf = (answer: Answer): Readonly<Record<string, unknown>> | undefined => {
  if (answer.kind !== 'answered') throw new Error(`No answer: ${answer.kind}`);
  const text = answer.body.toString('utf8');
  if (answer.status >= 500) throw new Error(text);
  return answer.status >= 400 ? undefined : (JSON.parse(text) as Record<string, unknown>);
};

/** Input that the SDK accepts, to learn the path and the headers of an action whose body is then replaced. */
const FILLER: Readonly<Record<string, string>> = { FunctionName: 'attacked' };

const isPayload = (operation: string): boolean => operation === 'lambda:Invoke';

/** Tools of the bombs for a running system. */
export const groundOf = async ({ port, outputs }: Target): Promise<Ground> => {
  const raw: Ground['raw'] = ({ method, path, headers = {}, body = '' }) => {
    const request: WireRequest = { method, path, headers, body: Buffer.alloc(0) };
    return send(port, withBody(request, body), ANSWER_MS);
  };

  const call: Ground['call'] = async (operation, input) => {
    const [service = '', action = ''] = operation.split(':');
    const modelled = (await modelledActions(service, [action])).get(action);
    if (!modelled) throw new Error(`The SDK does not know ${operation}.`);
    if (isPayload(operation)) return send(port, await modelled.write(input as Record<string, unknown>), ANSWER_MS);
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    return send(port, withBody(await modelled.write(FILLER), text), ANSWER_MS);
  };

  const form: Ground['form'] = (service, body) => {
    const version = body.includes('Version=') ? '' : `&Version=${VERSIONS[service]}`;
    return raw({
      method: 'POST',
      path: '/',
      headers: { authorization: credentialFor(service), 'content-type': 'application/x-www-form-urlencoded' },
      body: body + version,
    });
  };

  let machines = 0;
  const execute: Ground['execute'] = async (definition, input = '{}') => {
    machines += 1;
    const machine = { name: `bomb-${machines}`, definition: JSON.stringify(definition), roleArn: SAMPLES.roleArn?.[0] };
    const made = bodyOf(await call('states:CreateStateMachine', machine));
    if (!made) return 'REFUSED';
    const started = bodyOf(await call('states:StartExecution', { stateMachineArn: made.stateMachineArn, input }));
    if (!started) return 'REFUSED';
    const untilMs = performance.now() + EXECUTION_MS;
    for (;;) {
      const shown = bodyOf(await call('states:DescribeExecution', { executionArn: started.executionArn }));
      if (shown?.status !== 'RUNNING' || performance.now() > untilMs) return String(shown?.status);
      await pause(100);
    }
  };

  const apiPath = new URL(outputs.ApiUrl ?? '').pathname.replace(/\/$/, '');
  return { port, apiPath, raw, call, form, execute };
};
