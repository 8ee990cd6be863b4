import { arnOf, type Home, parseArn } from '../../core/aws/arn.ts';
import { invalidArn } from './errors.ts';

/** A parsed state machine ARN: of the state machine itself, or of one of its versions or aliases. */
export interface StateMachineReference {
  readonly stateMachineArn: string;
  /** The number of a version or the name of an alias. */
  readonly qualifier?: string;
}

export const stateMachineArnOf = (home: Home, name: string): string => arnOf(home, 'states', `stateMachine:${name}`);
export const activityArnOf = (home: Home, name: string): string => arnOf(home, 'states', `activity:${name}`);

export const executionArnOf = (stateMachineArn: string, execution: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;

/** The ARN of an Express execution contains an id, because execution names may be reused. */
export const expressArnOf = (stateMachineArn: string, execution: string, id: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':express:')}:${execution}:${id}`;

export const stateMachineNameIn = (stateMachineArn: string): string =>
  stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);

/** Parses the ARN of a state machine, version or alias; throws InvalidArn for any other text. */
export const readStateMachineArn = (arn: string): StateMachineReference => {
  const [name = '', qualifier, ...rest] = resourceOf(arn, 'stateMachine');
  if (name === '' || rest.length > 0) throw invalidArn(`Invalid State Machine Arn: '${arn}'`);
  if (qualifier === undefined) return { stateMachineArn: arn };
  return { stateMachineArn: arn.slice(0, arn.length - qualifier.length - 1), qualifier };
};

/**
 * Checks the ARN of a Standard execution; throws InvalidArn for any other text. Express executions are not kept, so
 * their ARNs are not accepted.
 */
export const readExecutionArn = (arn: string): string => {
  const parts = resourceOf(arn, 'execution');
  if (parts.length !== 2 || parts.includes('')) throw invalidArn(`Invalid Execution Arn: '${arn}'`);
  return arn;
};

/** Checks the ARN of a Map Run, `…:mapRun:<state machine>/<label>:<id>`; throws InvalidArn for any other text. */
export const readMapRunArn = (arn: string): string => {
  const [stateMachine = '', id = '', ...rest] = resourceOf(arn, 'mapRun');
  if (!/^[^/]+\/[^/]+$/.test(stateMachine) || id === '' || rest.length > 0)
    throw invalidArn(`Invalid Map Run Arn: '${arn}'`);
  return arn;
};

export const readActivityArn = (arn: string): string => {
  const parts = resourceOf(arn, 'activity');
  if (parts.length !== 1 || parts[0] === '') throw invalidArn(`Invalid Activity Arn: '${arn}'`);
  return arn;
};

/** Whether the qualifier is a version: a version ARN ends in a number, an alias ARN in a name. */
export const isVersion = (qualifier: string): boolean => /^\d+$/.test(qualifier);

/** The parts after the resource type; throws InvalidArn if the type is not `expected`. */
const resourceOf = (text: string, expected: string): string[] => {
  const arn = parseArn(text);
  if (!arn) throw invalidArn(`Invalid ARN prefix: ${text}`);
  const [type = '', ...parts] = arn.resource.split(':');
  if (arn.service !== 'states') throw invalidArn(`Invalid ARN service: ${text}`);
  if (type !== expected) throw invalidArn(`Resource type not valid in this context: ${type}`);
  return parts;
};
