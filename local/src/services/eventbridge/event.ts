import { messageJson } from '../../core/aws/message-text.ts';
import { type FlatEvent, flattenEvent } from '../../core/event-pattern/flat-event.ts';
import { parseExact } from '../../core/event-pattern/ordered-json.ts';

/** An event on a bus. */
export interface BusEvent {
  readonly id: string;
  /** The complete event as JSON, as targets receive it. Numbers keep the digits that the client sent. */
  readonly json: string;
  /** The event's `time`, by which replays select events. */
  readonly timeMs: number;
  readonly ingestedMs: number;
  /** Set for replayed events only; they are not archived again. */
  readonly replayName?: string;
}

/** The time of an event in AWS's format: whole seconds in UTC. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export interface NewEvent {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly timeMs: number;
  readonly ingestedMs: number;
  readonly resources: readonly string[];
  /** The detail as a JSON object without white space. */
  readonly detail: string;
}

/** Builds an event. The members of its JSON are in the order of EventBridge. */
export const busEvent = (parts: NewEvent): BusEvent => {
  const { id, detailType, source, account, region, timeMs, ingestedMs, resources, detail } = parts;
  const envelope = { version: '0', id, 'detail-type': detailType, source, account, time: isoSeconds(timeMs) };
  const head = JSON.stringify({ ...envelope, region, resources }).slice(0, -1);
  return { id, json: messageJson(`${head},"detail":${detail}}`), timeMs, ingestedMs };
};

/** An event read from an archive. */
export const replayedEvent = (
  json: string,
  facts: { timeMs: number; ingestedMs: number; replayName: string },
): BusEvent => {
  const { id } = readEvent(json);
  const marked = `${json.slice(0, -1)},"replay-name":${JSON.stringify(facts.replayName)}}`;
  return { id: String(id), json: marked, ...facts };
};

/** The members of an event. `json` must be an event that this bus has stored. */
export const readEvent = (json: string): { readonly [member: string]: unknown } =>
  JSON.parse(json) as { readonly [member: string]: unknown };

export const flatten = (event: BusEvent): FlatEvent => flattenEvent(parseExact(event.json) as object);
