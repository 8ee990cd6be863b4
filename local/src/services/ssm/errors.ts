import { AwsError } from '../../core/aws/aws-error.ts';

/** Errors of Parameter Store. https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html */
const error = (code: string) => (message: string) => new AwsError(code, message);

export const invalidFilterKey = error('InvalidFilterKey');
export const invalidFilterOption = error('InvalidFilterOption');
export const invalidFilterValue = error('InvalidFilterValue');
export const invalidAllowedPattern = error('InvalidAllowedPatternException');
export const patternMismatch = error('ParameterPatternMismatchException');
const versionNotFound = error('ParameterVersionNotFound');

/** AWS sends this error without a message. */
export const parameterNotFound = (): AwsError => new AwsError('ParameterNotFound', '');

export const parameterVersionNotFound = (name: string, version: string): AwsError =>
  versionNotFound(`Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`);

export const parameterAlreadyExists = (): AwsError =>
  new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );

export const hierarchyTooDeep = (levels: number): AwsError =>
  new AwsError('HierarchyLevelLimitExceededException', `A hierarchy can have a maximum of ${levels} levels.`);

/** AWS refuses the namespace of its public parameters as a lack of permission. */
export const reservedName = (name: string): AwsError =>
  new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);

export const invalidNextToken = (): AwsError => new AwsError('InvalidNextToken', "The specified token isn't valid.");
export const invalidResourceId = (): AwsError =>
  new AwsError(
    'InvalidResourceId',
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
  );
export const tooManyTags = (): AwsError =>
  new AwsError('TooManyTagsError', 'A parameter can have at most 50 tags. Remove one or more tags and try again.');
