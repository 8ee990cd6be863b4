import { executionArnOf, expressArnOf } from '../arns.ts';
import { executionAlreadyExists, invalidExecutionInput } from '../errors.ts';
import { type Input, optionalName, optionalText, requiredText } from '../parameters.ts';
import { MAX_PAYLOAD_LENGTH, readPayload } from '../payload.ts';
import { requireRunnable } from '../state-machine-lookup.ts';
import type { MakeAction, StepFunctionsContext } from '../step-functions-context.ts';
import type { ExecutionIdentity, ExecutionRow } from '../store/executions.ts';

/**
 * StartExecution. If a Standard execution with this name and input is running, returns the result of the first call.
 */
export const startExecution: MakeAction = (context) => async (input) => {
  const start = startOf(context, input, 'EXPRESS');
  const { identity } = start;
  const known = context.tables.executions.byArn(identity.arn);
  if (known) return sameAs(known, identity);
  try {
    await context.engine.start(start);
    return { executionArn: identity.arn, startDate: new Date(identity.startMs) };
  } catch (error) {
    const rival = context.tables.executions.byArn(identity.arn);
    if (!rival || rival.id === identity.id) throw error;
    return sameAs(rival, identity);
  }
};

/** The execution to start; Express state machines run as `expressKind`. Throws the errors of StartExecution. */
export const startOf = (context: StepFunctionsContext, input: Input, expressKind: 'EXPRESS' | 'SYNC') => {
  const { kernel, tables } = context;
  const arn = requiredText(input, 'stateMachineArn', { max: 256 });
  const name = optionalName(input) ?? kernel.ids.uuid();
  const payload = readInput(input);
  const { stateMachine, revision, versionArn, aliasArn } = requireRunnable(tables, arn, () => kernel.ids.number());
  const identity: ExecutionIdentity = {
    id: tables.executions.newId(),
    arn:
      stateMachine.type === 'STANDARD'
        ? executionArnOf(stateMachine.arn, name)
        : expressArnOf(stateMachine.arn, name, kernel.ids.uuid()),
    stateMachineArn: stateMachine.arn,
    name,
    kind: stateMachine.type === 'STANDARD' ? 'STANDARD' : expressKind,
    revision,
    versionArn,
    aliasArn,
    traceHeader: optionalText(input, 'traceHeader', { max: 256 }) ?? null,
    input: payload,
    startMs: kernel.clock.now(),
  };
  return { identity, roleArn: tables.stateMachines.revision(revision).roleArn, stateMachine };
};

const sameAs = (known: ExecutionRow, wanted: ExecutionIdentity) => {
  if (known.status !== 'RUNNING' || known.input !== wanted.input) throw executionAlreadyExists(known.arn);
  return { executionArn: known.arn, startDate: new Date(known.startMs) };
};

const readInput = (input: Input): string => {
  const text = optionalText(input, 'input', { max: MAX_PAYLOAD_LENGTH }) ?? '{}';
  const payload = readPayload(text);
  if ('fault' in payload) throw invalidExecutionInput(payload.fault);
  return text;
};
