import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import * as dynamodb from '../../dynamodb/operations.ts';
import type { Stimulus, TaskEffect } from '../interpreter/contract.ts';
import { parseResource, type Resource } from '../interpreter/resource.ts';
import * as states from '../operations.ts';
import type { ExecutionIdentity, ExecutionRow, Executions } from '../store/executions.ts';
import { performSdkCall } from './aws-sdk.ts';
import { itemOperation } from './dynamodb.ts';
import { putEvents } from './events.ts';
import type { Answer, Integration, Pattern, Request } from './integration.ts';
import { invokeByArn, lambdaInvoke } from './lambda-function.ts';
import { publish } from './sns.ts';
import { sendMessage } from './sqs.ts';
import { childOutcome, startExecution } from './start-execution.ts';
import { TaskFailure } from './task-failure.ts';

/** The optimized integrations, by the part of the Resource after `arn:aws:states:::`. */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  'dynamodb:deleteItem': itemOperation(dynamodb.deleteItem),
  'dynamodb:getItem': itemOperation(dynamodb.getItem),
  'dynamodb:putItem': itemOperation(dynamodb.putItem),
  'dynamodb:updateItem': itemOperation(dynamodb.updateItem),
  'events:putEvents': putEvents,
  'lambda:invoke': lambdaInvoke,
  'sns:publish': publish,
  'sqs:sendMessage': sendMessage,
  'states:startExecution': startExecution,
};

export interface TaskToPerform {
  readonly execution: ExecutionIdentity;
  readonly task: TaskEffect;
  /** True if the task may have been performed before, because the process ended while it was in flight. */
  readonly again: boolean;
}

export interface TaskAnswer {
  readonly stimulus: Stimulus;
  /** The ARN of the execution that the task waits for. */
  readonly awaits?: string;
}

/** Performs the work of Task states. Only this class calls other services for executions. */
export class TaskPerformer {
  readonly #kernel: Kernel;
  readonly #executions: Pick<Executions, 'byArn'>;

  constructor(kernel: Kernel, executions: Pick<Executions, 'byArn'>) {
    this.#kernel = kernel;
    this.#executions = executions;
  }

  /**
   * Every error becomes the failure of the task, except StoreUnavailableError: then the caller performs the task again
   * later.
   */
  async perform(work: TaskToPerform): Promise<TaskAnswer> {
    const { taskId, resource } = work.task;
    const pattern = patternOf(parseResource(resource));
    try {
      const { output, awaits } = await this.#request(work, pattern);
      const kind = pattern === 'request' ? 'taskSucceeded' : 'taskSubmitted';
      return { stimulus: { kind, taskId, output }, ...(awaits === undefined ? {} : { awaits }) };
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      return { stimulus: { kind: 'taskFailed', taskId, ...this.#reasonFor(error), phase: phaseOf(pattern) } };
    }
  }

  childEnded(taskId: string, resource: string, child: ExecutionRow): Stimulus {
    return childOutcome(taskId, patternOf(parseResource(resource)), child);
  }

  /**
   * Stops a child execution whose parent does not wait for it any more. As on AWS, an error of the stop is not reported
   * to the parent.
   */
  abandon({ arn, roleArn }: { readonly arn: string; readonly roleArn: string }, session: string): void {
    const stopped = this.#kernel.services
      .call(states.stopExecution, { executionArn: arn }, assumedRole(roleArn, session))
      .catch((error: unknown) => this.#kernel.log.warn('A child execution was not stopped.', { error: String(error) }));
    void this.#kernel.inflight.track(stopped);
  }

  #request({ execution, task, again }: TaskToPerform, pattern: Pattern): Promise<Answer> {
    const { taskId, parameters, roleArn } = task;
    const assumedBy = { service: 'states.amazonaws.com', sourceArn: execution.stateMachineArn };
    const caller = assumedRole(roleArn, execution.name, assumedBy);
    const executions = this.#executions;
    const request: Request = {
      kernel: this.#kernel,
      execution,
      executions,
      taskId,
      caller,
      parameters,
      pattern,
      again,
    };
    return performResource(parseResource(task.resource), request);
  }

  #reasonFor(error: unknown): { error: string; cause: string } {
    if (error instanceof TaskFailure) return { error: error.error, cause: error.causeText };
    if (error instanceof AwsError) return { error: error.code, cause: error.message };
    this.#kernel.log.error('A task failed because of an error in the runtime itself.', { error: String(error) });
    return { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) };
  }
}

const performResource = async (resource: Resource, request: Request): Promise<Answer> => {
  if (resource.kind === 'lambda') {
    if (!isFunction(resource.arn)) throw unknownResource(resource.arn);
    return invokeByArn(request, resource.arn);
  }
  const action = actionOf(resource);
  const [type, sdkName] = resource.resourceType.split(':');
  if (type === 'aws-sdk' && sdkName !== undefined) return performSdkCall(request, sdkName, action);
  const integration = INTEGRATIONS[`${resource.resourceType}:${action}`];
  if (!integration?.patterns.includes(request.pattern)) throw unknownResource(resource.arn);
  return integration.perform(request);
};

const isFunction = (arn: string): boolean => arn.split(':')[2] === 'lambda';

const PATTERNS: readonly (readonly [string, Pattern])[] = [
  ['.waitForTaskToken', 'waitForTaskToken'],
  ['.sync:2', 'sync:2'],
  ['.sync', 'sync'],
];

const patternOf = ({ kind, resource }: Resource): Pattern =>
  (kind === 'service' && PATTERNS.find(([suffix]) => resource.endsWith(suffix))?.[1]) || 'request';

const actionOf = ({ resource }: Resource): string => {
  const suffix = PATTERNS.find(([each]) => resource.endsWith(each))?.[0] ?? '';
  return resource.slice(0, resource.length - suffix.length);
};

const phaseOf = (pattern: Pattern) => (pattern === 'request' ? 'run' : 'submit');

const unknownResource = (arn: string): TaskFailure =>
  new TaskFailure('States.Runtime', `The resource ${arn} is not supported by the one-machine runtime.`);
