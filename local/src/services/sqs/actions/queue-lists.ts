import type { Input } from '../../../core/parameters/input.ts';
import { keyedPage, pageTokens } from '../../../core/parameters/pages.ts';
import type { Action } from '../../../core/service.ts';
import { invalidParameter } from '../errors.ts';
import { integerWithin, textOf } from '../parameters.ts';
import type { Queues } from '../queues.ts';

const MAX_PAGE = 1_000;
const PAGE = { min: 1, max: MAX_PAGE, reason: 'Must be an integer from 1 to 1000.' };
const TOKENS = pageTokens('after:');

/**
 * Reads one page of queue names. As on AWS, the answer has a token for the next page only if the request has
 * MaxResults.
 */
const pageOf = (queues: Queues, input: Input, names: (after: string, limit: number) => readonly string[]) => {
  const size = integerWithin(input, 'MaxResults', PAGE);
  const token = textOf(input, 'NextToken');
  const after = token === undefined ? '' : TOKENS.read(token);
  if (after === undefined) throw invalidParameter('Invalid or expired next token.');
  const { items, next } = keyedPage(names(after, (size ?? MAX_PAGE) + 1), size ?? MAX_PAGE, TOKENS.write);
  return { urls: items.map(queues.urlOf), next: size === undefined ? undefined : next };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues =
  (queues: Queues): Action =>
  (input) => {
    const prefix = textOf(input, 'QueueNamePrefix') ?? '';
    const { urls, next } = pageOf(queues, input, (after, limit) => queues.table.names(prefix, after, limit));
    return { ...(urls.length > 0 && { QueueUrls: urls }), ...(next !== undefined && { NextToken: next }) };
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues =
  (queues: Queues): Action =>
  (input) =>
    queues.change(input.QueueUrl, (queue) => {
      const arn = queues.arnOf(queue);
      const { urls, next } = pageOf(queues, input, (after, limit) => queues.table.sourcesOf(arn, after, limit));
      return { queueUrls: urls, ...(next !== undefined && { NextToken: next }) };
    });
