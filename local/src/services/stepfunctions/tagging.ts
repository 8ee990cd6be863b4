import { parseArn } from '../../core/aws/arn.ts';
import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage } from '../../core/parameters/constraint.ts';
import { invalidArn, resourceNotFound } from './errors.ts';
import { type Input, MAX_ARN_LENGTH, requiredText } from './parameters.ts';
import { objectOr } from './payload.ts';
import type { Tables } from './store/tables.ts';
import type { Tag } from './store/tags.ts';

const MAX_TAGS = 50;

/** Reads the tags of a call. If two tags have the same key, the last one counts. */
export const readTags = (tags: unknown): Tag[] => {
  if (!Array.isArray(tags)) throw validationError(constraintMessage('tags', undefined, 'Member must not be null'));
  return tags.map((each) => readTag(objectOr(each)));
};

/** The ARN of an existing state machine or activity; throws InvalidArn or ResourceNotFound. */
export const requireTaggable = ({ stateMachines, activities }: Tables, input: Input): string => {
  const arn = requiredText(input, 'resourceArn', { max: MAX_ARN_LENGTH });
  const parsed = parseArn(arn);
  if (!parsed) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (!stateMachines.byArn(arn) && !activities.byArn(arn)) throw resourceNotFound(arn);
  return arn;
};

/** Throws TooManyTags if the resource has too many tags. Call it inside `store.write`, after the tags were written. */
export const checkTagCount = ({ tags }: Tables, arn: string): void => {
  if (tags.of(arn).length > MAX_TAGS)
    throw new AwsError('TooManyTags', `You have exceeded the number of tags allowed for the resource '${arn}'.`, {
      fields: { resourceName: arn },
    });
};

const readTag = ({ key, value }: Record<string, unknown>): Tag => {
  if (typeof key !== 'string' || key === '' || key.length > 128)
    throw validationError('The key of a tag must have 1 to 128 characters.');
  if (value !== undefined && value !== null && (typeof value !== 'string' || value.length > 256))
    throw validationError('The value of a tag must have at most 256 characters.');
  return { key, value: typeof value === 'string' ? value : '' };
};
