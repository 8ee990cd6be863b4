import { AwsError } from '../../core/aws/aws-error.ts';

/** Titles of AWS's errors of the form `<Title>: '<detail>'`, by code. */
const TITLES = {
  ActivityAlreadyExists: 'Activity Already Exists',
  ActivityDoesNotExist: 'Activity Does Not Exist',
  ExecutionAlreadyExists: 'Execution Already Exists',
  ExecutionDoesNotExist: 'Execution Does Not Exist',
  InvalidArn: 'Invalid Arn',
  InvalidDefinition: 'Invalid State Machine Definition',
  InvalidExecutionInput: 'Invalid State Machine Execution Input',
  InvalidName: 'Invalid Name',
  InvalidOutput: 'Invalid Output',
  InvalidToken: 'Invalid Token',
  StateMachineAlreadyExists: 'State Machine Already Exists',
  StateMachineDeleting: 'State Machine is Deleting',
  StateMachineDoesNotExist: 'State Machine Does Not Exist',
  TaskDoesNotExist: 'Task does not exist',
  TaskTimedOut: 'Task Timed Out',
} as const;

const titled = (code: keyof typeof TITLES) => (detail: string) => new AwsError(code, `${TITLES[code]}: '${detail}'`);

export const activityDoesNotExist = titled('ActivityDoesNotExist');
export const executionAlreadyExists = titled('ExecutionAlreadyExists');
export const executionDoesNotExist = titled('ExecutionDoesNotExist');
export const invalidArn = titled('InvalidArn');
export const invalidExecutionInput = titled('InvalidExecutionInput');
export const invalidName = titled('InvalidName');
export const invalidOutput = titled('InvalidOutput');
export const stateMachineAlreadyExists = titled('StateMachineAlreadyExists');
export const stateMachineDeleting = titled('StateMachineDeleting');
export const stateMachineDoesNotExist = titled('StateMachineDoesNotExist');

/** Invalid task or page token: this service did not issue it. */
export const invalidToken = () => titled('InvalidToken')('Invalid token');
/** The execution of the task token does not exist any more. */
export const taskDoesNotExist = () => titled('TaskDoesNotExist')('Task does not exist');
/** The task of the token was answered or has timed out, or its execution has ended. */
export const taskTimedOut = () => titled('TaskTimedOut')('Provided task does not exist anymore');

export const resourceNotFound = (resourceArn: string) =>
  new AwsError('ResourceNotFound', 'Request references a resource that does not exist.', {
    fields: { resourceName: resourceArn },
  });

export const mapRunNotFound = (mapRunArn: string) =>
  new AwsError('ResourceNotFound', `Map Run Does Not Exist: '${mapRunArn}'`, { fields: { resourceName: mapRunArn } });

export const conflict = (message: string) => new AwsError('ConflictException', message);

export const wrongStateMachineType = () =>
  new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
