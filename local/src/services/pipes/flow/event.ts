import { parseEventPath, readEventPath } from '../../../core/input-template/event-path.ts';
import { isObject } from '../../../core/parameters/input.ts';

/** One event on its way through a pipe. */
export interface PipeEvent {
  /** The event as JSON text. */
  readonly json: string;
  /** Id in partial batch responses: the message id of a queue's record, the event id of a stream's record. */
  readonly id: string | undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The event with this value. */
export const eventOf = (value: unknown): PipeEvent => ({
  json: JSON.stringify(value),
  id: isObject(value) ? (textOf(value.messageId) ?? textOf(value.eventID)) : undefined,
});

/**
 * The event's value for templates and paths. As on AWS, the body of a queue's record is parsed if it is JSON.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html#input-transform-implicit
 */
export const readEvent = ({ json }: PipeEvent): unknown => {
  const value: unknown = JSON.parse(json);
  if (!isObject(value) || value.eventSource !== 'aws:sqs' || typeof value.body !== 'string') return value;
  return { ...value, body: parsedOrText(value.body) };
};

/** The value of a JSON object or list; any other text as it is. */
const parsedOrText = (text: string): unknown => {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The value at a path such as `$.body.id`; undefined if there is none. */
export const valueAt = (value: unknown, path: string): unknown => readEventPath(value, parseEventPath(path) ?? []);

/**
 * A member of target parameters: a text that begins with `$` is a path to a value of the event. Undefined if the event
 * has no such value.
 */
export const dynamicText = (text: string | undefined, event: PipeEvent): string | undefined => {
  if (text === undefined || !text.startsWith('$')) return text;
  const value = valueAt(readEvent(event), text);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
