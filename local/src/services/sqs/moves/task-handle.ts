/** Makes the handle of a task, which names the task and its source, as AWS's handles do. */
export const makeTaskHandle = (taskId: string, sourceArn: string): string =>
  Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');

/** The source in a handle; '' for a malformed handle. */
export const sourceOfHandle = (handle: string): string => {
  try {
    const { sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as { readonly sourceArn?: unknown };
    return typeof sourceArn === 'string' ? sourceArn : '';
  } catch {
    return '';
  }
};
