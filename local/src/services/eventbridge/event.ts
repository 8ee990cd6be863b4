import { type FlatEvent, flattenEvent } from './pattern/flat-event.ts';

/** An event on a bus. */
export interface BusEvent {
  readonly id: string;
  /** The whole event as targets receive it; numbers keep the digits they were sent with. */
  readonly json: string;
  /** The event's own time, which ranges of replays are about. */
  readonly timeMs: number;
  readonly ingestedMs: number;
  /** Set on events that come from an archive: they are not archived again. */
  readonly replayName?: string;
}

/** AWS's form of an event's time: whole seconds, UTC. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export interface EventParts {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly timeMs: number;
  readonly ingestedMs: number;
  readonly resources: readonly string[];
  /** A compact JSON object. */
  readonly detail: string;
}

/** Characters that queues and the store do not take as they are; in JSON they can be written in another way. */
const NOT_PLAIN = /[\ufffe\uffff]|\p{Cs}/gu;
const escapeSpecial = (json: string): string =>
  json.replace(NOT_PLAIN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Puts an event together as EventBridge writes it. */
export const busEvent = (parts: EventParts): BusEvent => {
  const { id, detailType, source, account, region, timeMs, ingestedMs, resources, detail } = parts;
  const envelope = { version: '0', id, 'detail-type': detailType, source, account, time: isoSeconds(timeMs) };
  const head = JSON.stringify({ ...envelope, region, resources }).slice(0, -1);
  return { id, json: escapeSpecial(`${head},"detail":${detail}}`), timeMs, ingestedMs };
};

/** The event as it comes out of an archive. */
export const replayedEvent = (
  json: string,
  facts: { timeMs: number; ingestedMs: number; replayName: string },
): BusEvent => {
  const { id } = readEvent(json);
  const marked = `${json.slice(0, -1)},"replay-name":${JSON.stringify(facts.replayName)}}`;
  return { id: String(id), json: marked, ...facts };
};

/** The event's members. `json` is one that this bus has stored. */
export const readEvent = (json: string): { readonly [member: string]: unknown } =>
  JSON.parse(json) as { readonly [member: string]: unknown };

export const flatten = (event: BusEvent): FlatEvent => flattenEvent(readEvent(event.json));
