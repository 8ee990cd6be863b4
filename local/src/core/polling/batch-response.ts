/**
 * The ids of the failed messages of a batch, read from a partial batch response; 'all' if Lambda and pipes would reject
 * the response.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export const failedItems = (payload: string, messageIds: ReadonlySet<string>): ReadonlySet<string> | 'all' => {
  const response: unknown = JSON.parse(payload);
  if (response === null || response === '') return new Set();
  if (typeof response !== 'object') return 'all';
  if (!('batchItemFailures' in response) || response.batchItemFailures === null) return new Set();
  const failures: unknown = response.batchItemFailures;
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const id = identifierOf(failure);
    if (id === undefined || !messageIds.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
};

const identifierOf = (failure: unknown): string | undefined =>
  typeof failure === 'object' &&
  failure !== null &&
  'itemIdentifier' in failure &&
  typeof failure.itemIdentifier === 'string'
    ? failure.itemIdentifier
    : undefined;
