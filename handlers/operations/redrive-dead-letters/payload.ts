import type { DeadLetter } from '../../../repair/dead-letters/dead-letter.ts';
import { readRedacted } from '../../shared/redact.ts';

/** The value of a member such as `taskToken`, also in JSON inside of JSON and in a body that is cut off. */
const TASK_TOKEN = /task_?token\W+([\w+/=-]+)/gi;

/** The content of a message: parsed if it is JSON, without task tokens. It contains applicants' data. */
export function payloadOf({ body }: Pick<DeadLetter, 'body'>): unknown {
  const tokens = [...body.matchAll(TASK_TOKEN)].map(([, token = '']) => token);
  return readRedacted(body, new Set(tokens));
}
