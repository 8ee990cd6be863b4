import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../dynalite-types.ts';
import { bytesOfItem } from '../item-bytes.ts';
import type { Stream } from './stream.ts';

/** A change of one item. `before` or `after` is undefined if the item does not exist then. */
export interface ItemChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

interface Identity {
  readonly Type: string;
  readonly PrincipalId: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Whole seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  readonly userIdentity?: Identity;
}

/** The data of a record that does not come from the change. */
export interface RecordFacts {
  readonly eventId: string;
  readonly region: string;
  readonly sequenceNumber: string;
  readonly nowMs: number;
  /** Set if DynamoDB itself made the change, as by time to live. */
  readonly identity: Identity | undefined;
}

/** The identity of DynamoDB when it deletes expired items. */
export const TIME_TO_LIVE: Identity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };

const SETS = new Set(['SS', 'NS', 'BS']);

/** The value with sorted sets, so that equal sets compare equal: sets have no order. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SETS.has(name) && Array.isArray(member) && member.every((element) => typeof element === 'string')
        ? member.toSorted()
        : canonical(member),
    ]),
  );
};

/** Whether the item is the same before and after; AWS writes no stream record in this case. */
export const isUnchanged = ({ before, after }: ItemChange): boolean => {
  if (!before || !after) return before === after;
  return isDeepStrictEqual(canonical(before), canonical(after));
};

const eventName = ({ before, after }: ItemChange): StreamRecord['eventName'] => {
  if (!before) return 'INSERT';
  return after ? 'MODIFY' : 'REMOVE';
};

const sizeOf = (items: readonly (Item | undefined)[]): number =>
  items.reduce((bytes, item) => bytes + (item ? bytesOfItem(item) : 0), 0);

/** The record of a change, with the images that the stream's view type selects. */
export const recordOf = (stream: Stream, change: ItemChange, facts: RecordFacts): StreamRecord => {
  const { viewType, keySchema } = stream;
  const item = change.after ?? change.before ?? {};
  const keys = Object.fromEntries(keySchema.map(({ AttributeName: name }) => [name, item[name] ?? {}]));
  const hasNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const hasOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const newImage = hasNew ? change.after : undefined;
  const oldImage = hasOld ? change.before : undefined;
  return {
    eventID: facts.eventId,
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: facts.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(facts.nowMs / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: facts.sequenceNumber,
      SizeBytes: sizeOf([keys, newImage, oldImage]),
      StreamViewType: viewType,
    },
    ...(facts.identity && { userIdentity: facts.identity }),
  };
};
