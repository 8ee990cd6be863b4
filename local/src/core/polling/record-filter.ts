import { eventFilter } from '../event-pattern/event-filter.ts';

/**
 * Whether a record matches the filter criteria. `text` returns the record's JSON text; without criteria it is not
 * called.
 */
export type RecordFilter = (text: () => string) => boolean;

/**
 * A record passes if it matches at least one pattern, or if there are no patterns.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
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

/**
 * The JSON text of a queue's record for the filter. If the body is a JSON object or list, patterns match its members;
 * any other body is a string.
 */
export const messageText = ({ body, ...record }: { readonly body: string }): string => {
  const head = JSON.stringify(record).slice(0, -1);
  return `${head},"body":${isDocument(body) ? body : JSON.stringify(body)}}`;
};
