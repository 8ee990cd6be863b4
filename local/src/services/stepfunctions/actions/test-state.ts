import { validationError } from '../../../core/aws/aws-error.ts';
import { expressArnOf, stateMachineArnOf } from '../arns.ts';
import { randomOf } from '../engine/random.ts';
import { invalidExecutionInput } from '../errors.ts';
import type { ExecutionFacts, Stimulus, TaskEffect } from '../interpreter/contract.ts';
import { snapshotAfter } from '../interpreter/initial-snapshot.ts';
import type { State } from '../interpreter/program.ts';
import type { Json } from '../language/json.ts';
import { type Input, MAX_ARN_LENGTH, optionalText } from '../parameters.ts';
import { MAX_PAYLOAD_LENGTH, readPayload } from '../payload.ts';
import type { MakeAction, StepFunctionsContext } from '../step-functions-context.ts';
import { readConfiguration } from '../test-state/configuration.ts';
import { readContext } from '../test-state/context.ts';
import { evaluateState } from '../test-state/evaluation.ts';
import { inspectionDataOf } from '../test-state/inspection.ts';
import { isolatedStateMachine, isolationOf, retriesOf } from '../test-state/isolated-state-machine.ts';
import { type Mock, mockedAnswer, readMock } from '../test-state/mock.ts';
import { readSubject, refuseUnmocked } from '../test-state/subject.ts';
import { verdictOf } from '../test-state/verdict.ts';
import { readRoleArn } from './create-state-machine.ts';

const LEVELS = ['INFO', 'DEBUG', 'TRACE'] as const;
const NAME = 'TestState';
const MAX_CONTEXT_LENGTH = 40_000;

/** TestState: evaluates one state as in an execution. A Task uses the mock, or calls the real service. */
export const testState: MakeAction = (stepFunctions) => async (input) => {
  const level = optionalText(input, 'inspectionLevel', { oneOf: LEVELS }) ?? 'INFO';
  const configuration = readConfiguration(input);
  const state = readSubject(input);
  const mock = readMock(input, state);
  const roleArn = readRole(input, state, mock);
  if (!mock) refuseUnmocked(state);
  const { kernel } = stepFunctions;
  const stateMachineArn = stateMachineArnOf(kernel.home, NAME);
  const facts = factsOf(stepFunctions, stateMachineArn, readData(input, 'input'), roleArn);
  const given = optionalText(input, 'context', { max: MAX_CONTEXT_LENGTH });
  const context = given === undefined ? undefined : readContext(given);
  const variables = Object(readData(input, 'variables'));
  const retries = retriesOf(state, mock, configuration.retrierRetryCount);
  const { snapshot, values } = await evaluateState({
    stateMachine: isolatedStateMachine(state, stateMachineArn, NAME, isolationOf(state, mock, configuration, context)),
    snapshot: snapshotAfter(facts, { state: state.name, variables, retries }),
    surroundings: { random: randomOf(kernel.ids), token: () => kernel.ids.uuid() },
    now: () => kernel.clock.now(),
    answer: async (task) =>
      mock ? mockedAnswer(mock, task.taskId) : performOnce(stepFunctions, stateMachineArn, facts, task),
  });
  const { output, ...verdict } = verdictOf(snapshot, values);
  return {
    ...Object.fromEntries(Object.entries(verdict).filter(([, value]) => value !== undefined)),
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(level === 'INFO' ? {} : { inspectionData: inspectionDataOf(state.type, values) }),
  };
};

const readData = (input: Input, name: 'input' | 'variables'): Json => {
  const payload = readPayload(optionalText(input, name, { max: MAX_PAYLOAD_LENGTH }) ?? '{}');
  if ('fault' in payload) throw invalidExecutionInput(payload.fault);
  return payload.value;
};

const readRole = (input: Input, state: State, mock: Mock | undefined): string => {
  const roleArn = optionalText(input, 'roleArn', { max: MAX_ARN_LENGTH });
  if (roleArn !== undefined) return readRoleArn(roleArn);
  if (state.type === 'Task' && !mock) throw validationError('RoleArn must be specified when testing a Task state');
  return '';
};

const factsOf = (
  { kernel }: StepFunctionsContext,
  stateMachineArn: string,
  input: Json,
  roleArn: string,
): ExecutionFacts => {
  const name = kernel.ids.uuid();
  const arn = expressArnOf(stateMachineArn, name, kernel.ids.uuid());
  return { arn, name, roleArn, startMs: kernel.clock.now(), input, redriveCount: 0 };
};

const performOnce = async (
  { performer }: StepFunctionsContext,
  stateMachineArn: string,
  { arn, name, startMs, input }: ExecutionFacts,
  task: TaskEffect,
): Promise<Stimulus> => {
  const { stimulus } = await performer.perform({
    execution: {
      id: 0,
      arn,
      stateMachineArn,
      name,
      kind: 'SYNC',
      revision: 0,
      versionArn: null,
      aliasArn: null,
      traceHeader: null,
      input: JSON.stringify(input),
      startMs,
    },
    task,
    again: false,
  });
  return stimulus;
};
