import { badRequest } from '../../../core/aws/aws-error.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { DataSource, Resolver, Step } from '../definitions.ts';
import { object, optionalText, requiredText, textList } from '../parameters.ts';
import { codeOf } from './code.ts';

const KINDS = ['UNIT', 'PIPELINE'];
/** AppSync's limit for the functions of a pipeline. */
const MAX_FUNCTIONS = 10;

/** Throws BadRequestException for a kind that does not exist. */
export const kindOf = (input: Input): string => {
  const kind = optionalText(input, 'Kind') ?? 'UNIT';
  if (KINDS.includes(kind)) return kind;
  throw badRequest(`Kind ${kind} is not one of ${KINDS.join(', ')}`);
};

/** Finds a data source of the API by its name. */
type FindSource = (name: string) => DataSource | undefined;

/** Reads a resolver. Throws BadRequestException. */
export const readResolver = (input: Input, findSource: FindSource): Resolver => {
  const apiId = requiredText(input, 'ApiId');
  const field = `${requiredText(input, 'TypeName')}.${requiredText(input, 'FieldName')}`;
  const own = { id: `${apiId}/${field}`, apiId, field };
  if (kindOf(input) === 'UNIT') return { ...own, ...readStep(input, findSource) };
  const code = codeOf(input);
  if (code === undefined)
    throw badRequest('A pipeline must have Code and Runtime. Mapping templates are not supported locally');
  return { ...own, code, functions: functionsOf(input) };
};

/** Throws BadRequestException for a pipeline with too many functions. */
export const functionsOf = (input: Input): readonly string[] => {
  const functions = textList(object(input, 'PipelineConfig'), 'Functions');
  if (functions.length > MAX_FUNCTIONS)
    throw badRequest(`A pipeline must not have more than ${MAX_FUNCTIONS} functions`);
  return functions;
};

/** Throws BadRequestException for another version of functions than the only one. */
export const checkVersion = (input: Input): void => only(input, 'FunctionVersion', '2018-05-29');

/** Reads what a unit resolver and a function of pipelines have in common. Throws BadRequestException. */
export const readStep = (input: Input, findSource: FindSource): Step => {
  const dataSource = requiredText(input, 'DataSourceName');
  const code = codeOf(input);
  const type = findSource(dataSource)?.type;
  if (type === undefined) throw badRequest(`The data source ${dataSource} does not exist`);
  if (code === undefined && type !== 'AWS_LAMBDA')
    throw badRequest(
      `Code and Runtime must be given for the data source ${dataSource}. Mapping templates are not supported locally`,
    );
  return { dataSource, ...(code !== undefined && { code }) };
};
