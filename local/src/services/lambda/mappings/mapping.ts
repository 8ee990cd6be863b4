import type { QueueSettings, StreamSettings } from '../../../core/polling/source-settings.ts';

/** The part of an event source mapping that does not depend on the kind of its source. Times are milliseconds since the epoch. */
interface CommonMapping {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly enabled: boolean;
  readonly reportsItemFailures: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly lastModifiedMs: number;
}

/** Stored record of an event source mapping of a queue. */
export interface QueueMapping extends CommonMapping, QueueSettings {}

/** Stored record of an event source mapping of a stream. */
export interface StreamMapping extends CommonMapping, StreamSettings {
  /** ARN of the queue or topic that receives the metadata of discarded batches. */
  readonly onFailureArn: string | undefined;
}

export type Mapping = QueueMapping | StreamMapping;

export const isStreamMapping = (mapping: Mapping): mapping is StreamMapping => 'streamArn' in mapping;

export const sourceArnOf = (mapping: Mapping): string =>
  isStreamMapping(mapping) ? mapping.streamArn : mapping.queueArn;
