import type { Json } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { StatesError } from '../language/states-error.ts';
import { resourceOf } from './task-events.ts';
import type { Site } from './walk.ts';

/**
 * Throws States.Runtime, before the task is scheduled, if a parameter of an `aws-sdk` integration is not in PascalCase: AWS
 * takes no other names, also where the service's own API has camelCase names. See "AWS SDK service integrations".
 */
export function checkParameterNames({ walk, state }: Site, parameters: Json): void {
  if (!resourceOf(state).resourceType.startsWith('aws-sdk:') || !isObject(parameters)) return;
  const wrong = Object.keys(parameters).find((name) => !/^[A-Z]/.test(name));
  if (wrong === undefined) return;
  const field = state.jsonata ? 'Arguments' : 'Parameters';
  const reason = `[The field "${wrong}" is not supported by Step Functions]`;
  const cause = `The ${field} '${walk.text(parameters)}' could not be used to start the Task: ${reason}`;
  throw new StatesError('States.Runtime', cause);
}
