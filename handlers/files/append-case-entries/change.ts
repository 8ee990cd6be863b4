import type { Members } from '../../../case-file/entry.ts';
import { itemIn, type StreamRecord } from '../../shared/stream-record.ts';

/** A write to one item of a table. */
export interface ItemWrite {
  /** The table's name without the deployment's prefix. Empty if the function does not know the table. */
  readonly table: string;
  /** When the table was written, ISO 8601. */
  readonly at: string;
  /** The item before and after; undefined if there was none. */
  readonly former: Members | undefined;
  readonly current: Members | undefined;
}

/** A write to an item whose versions the case file of an application describes. */
export interface Change extends ItemWrite {
  readonly applicationId: string;
  /** The version that the write created. */
  readonly version: number;
}

const TABLE = /:table\/(?:.+-)?(applications|reviews|accounts|notifications)\/stream\//;

export function readWrite({ eventSourceARN, dynamodb }: StreamRecord): ItemWrite {
  return {
    table: TABLE.exec(eventSourceARN)?.[1] ?? '',
    at: new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString(),
    former: itemIn<Members>(dynamodb.OldImage),
    current: itemIn<Members>(dynamodb.NewImage),
  };
}

/** Name of the attribute with the application's id, by table. */
const KEYS: Readonly<Record<string, string>> = {
  applications: 'id',
  reviews: 'applicationId',
  accounts: 'applicationId',
};

/** Undefined if the written item has no versions that a case file describes. */
export function changeIn(write: ItemWrite): Change | undefined {
  const { table, former, current } = write;
  const applicationId = (current ?? former)?.[KEYS[table] ?? ''];
  if (typeof applicationId !== 'string') return undefined;
  return { ...write, applicationId, version: versionAfter(former, current) };
}

/** Items without versions are written once. A removal counts as one more write. */
function versionAfter(former: Members | undefined, current: Members | undefined): number {
  if (current === undefined) return versionOf(former) + 1;
  return versionOf(current);
}

const versionOf = (image: Members | undefined): number => (typeof image?.version === 'number' ? image.version : 1);
