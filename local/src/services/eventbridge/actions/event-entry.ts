import type { Home } from '../../../core/aws/arn.ts';
import { compactJson, MAX_DEPTH } from '../../../core/text/json-text.ts';
import { type BusEvent, busEvent } from '../event.ts';
import { type Input, optionalText, optionalTime, textList } from '../parameters.ts';

/** An entry of PutEvents whose types have been checked. */
export interface EventEntry {
  readonly source: string | undefined;
  readonly detailType: string | undefined;
  readonly detail: string | undefined;
  readonly bus: string | undefined;
  readonly resources: readonly string[];
  readonly timeMs: number | undefined;
}

export interface EntryFailure {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Reads an entry. Throws SerializationException for a member of a wrong type. */
export const eventEntry = (input: Input): EventEntry => ({
  source: optionalText(input, 'Source'),
  detailType: optionalText(input, 'DetailType'),
  detail: optionalText(input, 'Detail'),
  bus: optionalText(input, 'EventBusName'),
  resources: textList(input, 'Resources'),
  timeMs: optionalTime(input, 'Time'),
});

const TIME_BYTES = 14;

/**
 * The size of an entry in bytes, as AWS calculates it (EventBridge guide, "Calculating PutEvents event entry size").
 */
export const entryBytes = ({ source = '', detailType = '', detail = '', resources, timeMs }: EventEntry): number =>
  [source, detailType, detail, ...resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    timeMs === undefined ? 0 : TIME_BYTES,
  );

const missing = (name: string): EntryFailure => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});
const MALFORMED: EntryFailure = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
const NOT_AUTHORIZED: EntryFailure = {
  ErrorCode: 'NotAuthorizedForSourceException',
  ErrorMessage: 'Not authorized for the source.',
};

/** The detail without white space; undefined unless it is a JSON object within the depth limit. */
const compactDetail = (detail: string): string | undefined => {
  const { compact, depth } = compactJson(detail);
  if (depth > MAX_DEPTH) return undefined;
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? compact : undefined;
  } catch {
    return undefined;
  }
};

export interface EntryFacts {
  readonly home: Home;
  readonly id: string;
  readonly nowMs: number;
  /** Whether the entry may have a source that begins with `aws.`. On AWS only AWS services may use such a source. */
  readonly awsSources: boolean;
}

/** Returns the event for a valid entry, or the reason why the entry is rejected. */
export const eventOfEntry = (entry: EventEntry, facts: EntryFacts): BusEvent | EntryFailure => {
  const { source, detailType, detail, resources, timeMs } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detail) return missing('Detail');
  if (source.startsWith('aws.') && !facts.awsSources) return NOT_AUTHORIZED;
  const compact = compactDetail(detail);
  if (compact === undefined) return MALFORMED;
  const { home, id, nowMs } = facts;
  const where = { account: home.accountId, region: home.region };
  const times = { timeMs: timeMs ?? nowMs, ingestedMs: nowMs };
  return busEvent({ id, source, detailType, resources, detail: compact, ...where, ...times });
};
