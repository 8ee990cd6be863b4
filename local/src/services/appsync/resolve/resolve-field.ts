import { errorCodeOf, internalFailure } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { DefinitionTable } from '../../../core/store/definition-table.ts';
import type { Kinds, Pipeline } from '../definitions.ts';
import { type FieldAnswer, type FieldContext, type FieldRequest, fieldError } from './field-context.ts';
import { callHandler, type Resolution, runStep, type StepEnd } from './run-step.ts';

/** The API of a field, and what all fields of a request have in common. */
interface Setting extends Pick<Resolution, 'environment' | 'signal' | 'authType' | 'answerAws'> {
  readonly id: string;
}

/**
 * Resolves a field that has a resolver.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-overview-js.html
 */
export const resolveField = async (
  kernel: Kernel,
  table: DefinitionTable<Kinds>,
  { id: apiId, ...setting }: Setting,
  { field, context }: FieldRequest,
): Promise<FieldAnswer> => {
  const resolution: Resolution = { ...setting, kernel, table, apiId, field, appended: [] };
  const resolver = table.find('resolver', `${apiId}/${field}`);
  if (!resolver)
    return { end: fieldError('InternalFailure', `The resolver of ${field} does not exist.`), appended: [] };
  try {
    const end =
      'functions' in resolver
        ? await runPipeline(resolution, resolver, context)
        : await runStep(resolution, resolver, context);
    return { end, appended: resolution.appended };
  } catch (error) {
    kernel.log.error('AppSync could not resolve a field.', { field, error: errorCodeOf(error) });
    return { end: fieldError('InternalFailure', internalFailure(error).message), appended: resolution.appended };
  }
};

/** Calls the request handler of a pipeline, its functions one after another, and the response handler. */
const runPipeline = async (
  resolution: Resolution,
  { code, functions }: Pipeline,
  context: FieldContext,
): Promise<StepEnd> => {
  let end = await callHandler(resolution, { code, handler: 'request' }, context);
  let isSkipped = end.kind === 'value' && end.early !== undefined;
  for (const id of functions) {
    if (end.kind === 'error') return end;
    if (isSkipped) break;
    end = await runFunction(resolution, id, after(context, end));
    isSkipped = end.kind === 'value' && end.early === 'END';
  }
  if (end.kind === 'error') return end;
  return callHandler(resolution, { code, handler: 'response' }, { ...after(context, end), result: end.value });
};

/** The context of the step after one that ended with a value. */
const after = (context: FieldContext, { value, stash }: Extract<StepEnd, { kind: 'value' }>): FieldContext => ({
  ...context,
  stash,
  prev: { result: value },
});

const runFunction = async (resolution: Resolution, id: string, context: FieldContext): Promise<StepEnd> => {
  const step = resolution.table.find('function', `${resolution.apiId}/${id}`);
  return step
    ? runStep(resolution, step, context)
    : fieldError('InternalFailure', `The function ${id} of the pipeline does not exist.`);
};
