import { modelledActions } from './doors/clients.ts';
import { send } from './wire/send.ts';

const CALL_MS = 60_000;

/** Calls an action with the administrator's key. @throws Error with the answer if it is refused */
export const awsCall = async (
  port: number,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> => {
  const [service = '', action = ''] = operation.split(':');
  const modelled = (await modelledActions(service, [action])).get(action);
  if (!modelled) throw new Error(`The SDK does not know ${operation}.`);
  const answer = await send(port, await modelled.write(input), CALL_MS);
  if (answer.kind !== 'answered' || answer.status >= 300)
    throw new Error(`${operation}: ${answer.kind === 'answered' ? answer.body.toString('utf8') : answer.kind}`);
  return JSON.parse(answer.body.toString('utf8') || '{}') as Record<string, unknown>;
};
