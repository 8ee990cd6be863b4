import { eventFilter } from '../../../core/event-pattern/event-filter.ts';

/** Whether a record passes the filter criteria; `text` makes its JSON text, and is not called without criteria. */
export type RecordFilter = (text: () => string) => boolean;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export const recordFilter = (patterns: readonly string[] = []): RecordFilter => {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map(eventFilter);
  return (text) => {
    const json = text();
    return filters.some((matches) => matches(json));
  };
};

const isDocument = (text: string): boolean => {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON text of a queue's record; a body that is a JSON object or list is matched by its members, any other as text. */
export const messageText = ({ body, ...record }: { readonly body: string }): string => {
  const head = JSON.stringify(record).slice(0, -1);
  return `${head},"body":${isDocument(body) ? body : JSON.stringify(body)}}`;
};
