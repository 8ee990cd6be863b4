import type { Kernel } from '../../../core/kernel.ts';
import type { DefinitionTable } from '../../../core/store/definition-table.ts';
import type { DataSource, Kinds, Step } from '../definitions.ts';
import type { HandlerError } from '../javascript/functions/function-table.ts';
import type { HandlerWork } from '../javascript/handler-thread.ts';
import { type HandlerEnd, runHandler } from '../javascript/run-handler.ts';
import { callSource } from '../sources/call-source.ts';
import { invokeFunction } from '../sources/lambda.ts';
import { type AnswerAws, InvalidRequest, type SourceAnswer } from '../sources/source.ts';
import { type FieldContext, fieldError } from './field-context.ts';

/** The resolution of one field. */
export interface Resolution {
  readonly kernel: Kernel;
  readonly table: DefinitionTable<Kinds>;
  readonly apiId: string;
  /** For example `Query.bookings`. */
  readonly field: string;
  /** `ctx.env` */
  readonly environment: Readonly<Record<string, string>>;
  /** `util.authType()` */
  readonly authType: string;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
  readonly answerAws: AnswerAws;
  /** The errors of `util.appendError`. */
  readonly appended: HandlerError[];
}

/** How a step ended. `early` is `END` if the rest of the pipeline is skipped. */
export type StepEnd = HandlerEnd['end'];

/** Calls a handler, and keeps the errors that it appends. */
export const callHandler = async (
  { kernel, field, environment, authType, appended }: Resolution,
  work: Pick<HandlerWork, 'code' | 'handler'>,
  context: object,
): Promise<StepEnd> => {
  const ended = await runHandler(kernel, { ...work, field, authType }, { ...context, env: environment });
  appended.push(...ended.appended);
  return ended.end;
};

/** Calls the request handler, the data source and the response handler of a step. */
export const runStep = async (resolution: Resolution, step: Step, context: FieldContext): Promise<StepEnd> => {
  const source = sourceOf(resolution, step.dataSource);
  if (!source) return fieldError('InternalFailure', `The data source ${step.dataSource} does not exist.`);
  if (step.code === undefined) return invokeWithContext(resolution, source, context);
  const requested = await callHandler(resolution, { code: step.code, handler: 'request' }, context);
  if (requested.kind === 'error' || requested.early !== undefined) return requested;
  const answer = await answerOf(resolution, source, requested.value);
  if ('kind' in answer) return answer;
  const after = { ...context, stash: requested.stash, ...answer };
  return callHandler(resolution, { code: step.code, handler: 'response' }, after);
};

/** A data source of the API. Those that earlier versions of this runtime stored have no type, and are functions. */
const sourceOf = ({ table, apiId }: Resolution, name: string): DataSource | undefined => {
  const found = table.find('dataSource', `${apiId}/${name}`);
  return found && Object.assign({ type: 'AWS_LAMBDA' }, found);
};

/** The answer of a data source, or the field's error for an invalid request. */
const answerOf = async (resolution: Resolution, source: DataSource, value: unknown) => {
  try {
    return await callSource(resolution, source, value);
  } catch (error) {
    if (error instanceof InvalidRequest) return fieldError('MappingTemplate', error.message);
    throw error;
  }
};

/** A direct Lambda resolver: the function receives the context, and its result is the value. */
const invokeWithContext = async (
  { kernel }: Resolution,
  source: DataSource,
  context: FieldContext,
): Promise<StepEnd> => {
  if (source.type !== 'AWS_LAMBDA') return fieldError('InternalFailure', `The resolver of ${source.name} has no code.`);
  const { result, error }: SourceAnswer = await invokeFunction(kernel, source, { payload: context, isEvent: false });
  if (error) return fieldError(error.type, error.message);
  return { kind: 'value', value: result, stash: context.stash, early: undefined };
};
