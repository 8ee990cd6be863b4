/** What an application's id looks like, as the events' schemas say. Also the id of its review, record and case file. */
export const APPLICATION_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The application's id in an execution's input. Undefined if the input has no id or the id has a wrong format. */
export function applicationIdIn(input: string): string | undefined {
  try {
    const id: unknown = JSON.parse(input)?.application?.id;
    return typeof id === 'string' && APPLICATION_ID.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
