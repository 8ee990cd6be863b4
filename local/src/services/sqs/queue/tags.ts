import { invalidParameter } from '../errors.ts';
import type { Tags } from '../store/queue-table.ts';

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/**
 * Throws InvalidParameterValue for tags that AWS rejects. `tags` must be all tags of a queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
export const checkTags = (tags: Tags): void => {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw invalidParameter(`A queue can have at most ${MAX_TAGS} tags.`);
  for (const [key, value] of entries) {
    if (key.length === 0 || key.length > MAX_KEY_LENGTH || key.startsWith('aws:'))
      throw invalidParameter(
        `Tag key ${key} is invalid. It must have 1 to ${MAX_KEY_LENGTH} characters and no prefix aws:.`,
      );
    if (value.length > MAX_VALUE_LENGTH)
      throw invalidParameter(
        `The value of tag ${key} is invalid. It must have at most ${MAX_VALUE_LENGTH} characters.`,
      );
  }
};
