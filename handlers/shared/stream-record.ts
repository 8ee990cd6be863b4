import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

type Image = Readonly<Record<string, AttributeValue>>;

/** The members of a record of a table's stream that the functions read. */
export interface StreamRecord {
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly OldImage?: Image;
    readonly NewImage?: Image;
  };
}

/** The item in an image; undefined if there was none. Items have texts, numbers, lists and maps only, which are JSON. */
export function itemIn<Item>(image: Image | undefined): Item | undefined {
  return image === undefined ? undefined : (unmarshall({ ...image }) as Item);
}
