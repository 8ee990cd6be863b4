import { executionArnOf, expressArnOf } from '../arns.ts';
import { executionAlreadyExists, invalidExecutionInput } from '../errors.ts';
import { requireRunnable } from '../machine-lookup.ts';
import { type Input, optionalName, optionalText, requiredText } from '../parameters.ts';
import type { MakeAction, Parts } from '../parts.ts';
import { MAX_PAYLOAD_LENGTH, readPayload } from '../payload.ts';
import type { ExecutionIdentity, ExecutionRow } from '../store/executions.ts';

/** StartExecution. For a Standard one that runs under this name with this input it answers as the first call did. */
export const startExecution: MakeAction = (parts) => async (input) => {
  const start = startOf(parts, input, 'EXPRESS');
  const { identity } = start;
  const known = parts.tables.executions.byArn(identity.arn);
  if (known) return sameAs(known, identity);
  try {
    await parts.engine.start(start);
    return { executionArn: identity.arn, startDate: new Date(identity.startMs) };
  } catch (error) {
    const rival = parts.tables.executions.byArn(identity.arn);
    if (!rival || rival.id === identity.id) throw error;
    return sameAs(rival, identity);
  }
};

/** What a call asks to be started; express machines run as `expressKind`. Throws as StartExecution does. */
export const startOf = (parts: Parts, input: Input, expressKind: 'EXPRESS' | 'SYNC') => {
  const { kernel, tables } = parts;
  const arn = requiredText(input, 'stateMachineArn', { max: 256 });
  const name = optionalName(input) ?? kernel.ids.uuid();
  const payload = readInput(input);
  const { machine, revision, versionArn, aliasArn } = requireRunnable(tables, arn, () => kernel.ids.number());
  const identity: ExecutionIdentity = {
    id: tables.executions.newId(),
    arn:
      machine.type === 'STANDARD'
        ? executionArnOf(machine.arn, name)
        : expressArnOf(machine.arn, name, kernel.ids.uuid()),
    machineArn: machine.arn,
    name,
    kind: machine.type === 'STANDARD' ? 'STANDARD' : expressKind,
    revision,
    versionArn,
    aliasArn,
    traceHeader: optionalText(input, 'traceHeader', { max: 256 }) ?? null,
    input: payload,
    startMs: kernel.clock.now(),
  };
  return { identity, roleArn: tables.machines.revision(revision).roleArn, machine };
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
