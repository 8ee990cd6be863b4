import { arnOf, type Home, parseArn } from '../../core/aws/arn.ts';
import { invalidArn } from './errors.ts';

/** What a state machine ARN names: the machine itself, or one of its versions or aliases. */
export interface StateMachineReference {
  readonly stateMachineArn: string;
  /** A version's number or an alias's name. */
  readonly qualifier?: string;
}

export const stateMachineArnOf = (home: Home, name: string): string => arnOf(home, 'states', `stateMachine:${name}`);
export const activityArnOf = (home: Home, name: string): string => arnOf(home, 'states', `activity:${name}`);

export const executionArnOf = (stateMachineArn: string, execution: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;

/** Express executions also carry an id, since their names may be used again. */
export const expressArnOf = (stateMachineArn: string, execution: string, id: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':express:')}:${execution}:${id}`;

export const stateMachineNameIn = (stateMachineArn: string): string =>
  stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);

/** Throws InvalidArn for anything but a state machine's, version's or alias's ARN. */
export const readStateMachineArn = (arn: string): StateMachineReference => {
  const [name = '', qualifier, ...rest] = resourceOf(arn, 'stateMachine');
  if (name === '' || rest.length > 0) throw invalidArn(`Invalid State Machine Arn: '${arn}'`);
  if (qualifier === undefined) return { stateMachineArn: arn };
  return { stateMachineArn: arn.slice(0, arn.length - qualifier.length - 1), qualifier };
};

/** Throws InvalidArn for anything but the ARN of a Standard execution: nothing is kept of express ones. */
export const readExecutionArn = (arn: string): string => {
  const parts = resourceOf(arn, 'execution');
  if (parts.length !== 2 || parts.includes('')) throw invalidArn(`Invalid Execution Arn: '${arn}'`);
  return arn;
};

export const readActivityArn = (arn: string): string => {
  const parts = resourceOf(arn, 'activity');
  if (parts.length !== 1 || parts[0] === '') throw invalidArn(`Invalid Activity Arn: '${arn}'`);
  return arn;
};

/** A version is told from an alias by its number. */
export const isVersion = (qualifier: string): boolean => /^\d+$/.test(qualifier);

/** The parts behind the resource type; throws InvalidArn when it is another than `expected`. */
const resourceOf = (text: string, expected: string): string[] => {
  const arn = parseArn(text);
  if (!arn) throw invalidArn(`Invalid ARN prefix: ${text}`);
  const [type = '', ...parts] = arn.resource.split(':');
  if (arn.service !== 'states') throw invalidArn(`Invalid ARN service: ${text}`);
  if (type !== expected) throw invalidArn(`Resource type not valid in this context: ${type}`);
  return parts;
};
