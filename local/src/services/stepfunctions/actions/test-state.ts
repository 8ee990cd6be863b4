import { validationError } from '../../../core/aws/aws-error.ts';
import { expressArnOf, machineArnOf } from '../arns.ts';
import { randomOf } from '../engine/random.ts';
import { invalidExecutionInput } from '../errors.ts';
import { StateFailure } from '../interpreter/failure.ts';
import type { State } from '../interpreter/program.ts';
import type { Json } from '../language/json.ts';
import { type Input, optionalText } from '../parameters.ts';
import type { MakeAction, Parts } from '../parts.ts';
import { MAX_PAYLOAD_LENGTH, readPayload } from '../payload.ts';
import { readConfiguration } from '../test-state/configuration.ts';
import { contextOf, readContext } from '../test-state/context.ts';
import { Inspection } from '../test-state/inspection.ts';
import { type Mock, readMock } from '../test-state/mock.ts';
import { readSubject } from '../test-state/subject.ts';
import { verdictOf } from '../test-state/verdict.ts';
import { readRoleArn } from './create-state-machine.ts';

const LEVELS = ['INFO', 'DEBUG', 'TRACE'] as const;
const NAME = 'TestState';

/** TestState: tries one state by itself, with its work mocked or really done. */
export const testState: MakeAction = (parts) => async (input) => {
  const level = optionalText(input, 'inspectionLevel', { oneOf: LEVELS }) ?? 'INFO';
  const configuration = readConfiguration(input);
  const state = readSubject(input);
  const mock = readMock(input, state);
  const roleArn = readRole(input, state, mock);
  const data = readData(input, 'input');
  const inspection = new Inspection();
  inspection.note('input', data);
  const { clock, ids } = parts.kernel;
  const execution = executionOf(parts, data);
  const given = optionalText(input, 'context');
  const facts = { ...execution, roleArn, input: data, nowMs: clock.now(), retryCount: configuration.retrierRetryCount };
  const context =
    given === undefined ? contextOf({ ...facts, stateName: state.name, stateType: state.type }) : readContext(given);
  const variables = Object(readData(input, 'variables'));
  const scope = { input: data, context, variables, nowMs: facts.nowMs, random: randomOf(ids) };
  const perform = (parameters: Json) => performOnce(parts, state, { parameters, roleArn: roleArn ?? '', ...execution });
  const { output, ...verdict } = await verdictOf({ state, scope, mock, configuration, inspection, perform });
  return {
    ...Object.fromEntries(Object.entries(verdict).filter(([, value]) => value !== undefined)),
    ...(output === undefined ? {} : { output: JSON.stringify(output) }),
    ...(level === 'INFO' ? {} : { inspectionData: inspection.data() }),
  };
};

const readData = (input: Input, name: 'input' | 'variables'): Json => {
  const payload = readPayload(optionalText(input, name, { max: MAX_PAYLOAD_LENGTH }) ?? '{}');
  if ('fault' in payload) throw invalidExecutionInput(payload.fault);
  return payload.value;
};

const readRole = (input: Input, state: State, mock: Mock | undefined): string | undefined => {
  const roleArn = optionalText(input, 'roleArn');
  if (roleArn !== undefined) return readRoleArn(roleArn);
  if (state.type === 'Task' && !mock) throw validationError('RoleArn must be specified when testing a Task state');
  return undefined;
};

const executionOf = ({ kernel }: Parts, data: Json) => {
  const machineArn = machineArnOf(kernel.home, NAME);
  const executionName = kernel.ids.uuid();
  return {
    machineArn,
    machineName: NAME,
    executionName,
    executionArn: expressArnOf(machineArn, executionName, kernel.ids.uuid()),
    payload: JSON.stringify(data),
  };
};

interface Work extends ReturnType<typeof executionOf> {
  readonly parameters: Json;
  readonly roleArn: string;
}

const performOnce = async ({ kernel, performer }: Parts, state: State, work: Work): Promise<Json> => {
  const resource = state.resource?.arn ?? '';
  if (state.resource?.answersByToken || /\.sync(:2)?$/.test(resource))
    throw validationError(`TestState does not support the resource ${resource} when a mock is not specified.`);
  const { parameters, roleArn, executionArn, executionName, machineArn, payload } = work;
  const { stimulus } = await performer.perform({
    execution: {
      id: 0,
      arn: executionArn,
      machineArn,
      name: executionName,
      kind: 'SYNC',
      revision: 0,
      versionArn: null,
      aliasArn: null,
      traceHeader: null,
      input: payload,
      startMs: kernel.clock.now(),
    },
    task: { kind: 'runTask', taskId: 'test', stateName: state.name, resource, parameters, roleArn },
    again: false,
  });
  if (stimulus.kind === 'taskSucceeded') return stimulus.output;
  throw new StateFailure(stimulus.kind === 'taskFailed' ? { error: stimulus.error, cause: stimulus.cause } : {});
};
