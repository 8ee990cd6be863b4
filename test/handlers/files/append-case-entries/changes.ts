import { marshall } from '@aws-sdk/util-dynamodb';
import { type Change, changeIn, readWrite } from '../../../../handlers/files/append-case-entries/change.ts';
import type { StreamRecord } from '../../../../handlers/shared/stream-record.ts';

/** An item before and after a write. */
export interface Images {
  readonly former?: object;
  readonly current?: object;
}

/** A record of a table's stream about this write. */
export const recordOf = (table: string, { former, current }: Images, sequenceNumber = 1): StreamRecord => ({
  eventSourceARN: `arn:aws:dynamodb:us-east-1:000000000000:table/${table}/stream/2026-01-31T12:00:00.000`,
  dynamodb: {
    SequenceNumber: String(sequenceNumber),
    ApproximateCreationDateTime: 1_769_860_800,
    ...(former === undefined ? {} : { OldImage: marshall(former) }),
    ...(current === undefined ? {} : { NewImage: marshall(current) }),
  },
});

export const SUBMITTED = {
  id: 'a-1',
  state: 'SUBMITTED',
  name: 'evil Spock',
  address: '123 Enterprise Street',
  email: 'spock@example.com',
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:account-application:run-1',
  submittedAt: '2026-01-31T11:59:58.000Z',
  submittedBy: 'operator-1',
  updatedAt: '2026-01-31T11:59:58.000Z',
  version: 1,
};

export const FLAGGED = {
  ...SUBMITTED,
  state: 'FLAGGED_FOR_REVIEW',
  reasons: ['NAME'],
  reviewDeadline: '2026-03-02T12:00:00.000Z',
  updatedAt: '2026-01-31T11:59:59.000Z',
  version: 2,
};

export const REJECTED = {
  ...FLAGGED,
  state: 'REJECTED',
  decision: { decision: 'REJECT', reviewer: 'reviewer-1', comment: 'Spock is known to the police' },
  updatedAt: '2026-01-31T12:30:00.000Z',
  version: 3,
};

export const PENDING = {
  applicationId: 'a-1',
  state: 'PENDING',
  tokenFingerprint: '0123456789abcdef',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:59:59.500Z',
  attempt: 1,
  dueAt: '2026-02-03T11:59:59.500Z',
  reviewDeadline: '2026-03-02T12:00:00.000Z',
  receivedAt: '2026-01-31T12:00:01.000Z',
  version: 1,
};

/** The change that a record of a stream is about. */
export function changeOf(record: StreamRecord): Change {
  const change = changeIn(readWrite(record));
  if (change === undefined) throw new Error(`A record of ${record.eventSourceARN} is no change.`);
  return change;
}
