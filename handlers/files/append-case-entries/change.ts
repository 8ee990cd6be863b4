import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Members } from '../../../case-file/entry.ts';

/** The members of a stream record that the function reads. */
export interface StreamRecord {
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly OldImage?: Readonly<Record<string, AttributeValue>>;
    readonly NewImage?: Readonly<Record<string, AttributeValue>>;
  };
}

/** A write to one item of a table. */
export interface Change {
  readonly table: string;
  readonly applicationId: string;
  /** The version that the write created. */
  readonly version: number;
  /** When the table was written, ISO 8601. */
  readonly at: string;
  /** The item before and after; undefined if there was none. */
  readonly former: Members | undefined;
  readonly current: Members | undefined;
}

/** Name of the attribute with the application's id, by table. */
const KEYS: Readonly<Record<string, string>> = {
  applications: 'id',
  reviews: 'applicationId',
  accounts: 'applicationId',
};

/** Thrown for a record that is no change of an item of these tables. It goes to the dead-letter queue. */
class UnknownChangeError extends Error {
  override readonly name = 'UnknownChangeError';
}

/** @throws UnknownChangeError */
export function readChange({ eventSourceARN, dynamodb }: StreamRecord): Change {
  const table = /:table\/([^/]+)\/stream\//.exec(eventSourceARN)?.[1] ?? '';
  const former = imageOf(dynamodb.OldImage);
  const current = imageOf(dynamodb.NewImage);
  const applicationId = (current ?? former)?.[KEYS[table] ?? ''];
  if (typeof applicationId !== 'string')
    throw new UnknownChangeError(
      `A record of ${eventSourceARN} is no change of an item of ${Object.keys(KEYS).join(', ')}.`,
    );
  const at = new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();
  return { table, applicationId, version: versionAfter(former, current), at, former, current };
}

/** Items without versions are written once. A removal counts as one more write. */
function versionAfter(former: Members | undefined, current: Members | undefined): number {
  if (current === undefined) return versionOf(former) + 1;
  return versionOf(current);
}

const versionOf = (image: Members | undefined): number => (typeof image?.version === 'number' ? image.version : 1);

/** Items of these tables have texts, numbers, lists and maps only, which are JSON. */
const imageOf = (image: StreamRecord['dynamodb']['NewImage']): Members | undefined =>
  image === undefined ? undefined : (unmarshall({ ...image }) as Members);
