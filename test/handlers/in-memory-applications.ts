import type { OutgoingEvent } from '../../events/outgoing.ts';
import { announcementOfChange } from '../../handlers/outcomes/announce-outcomes/announce.ts';
import type { ApplicationRecord } from '../../handlers/shared/application-record.ts';
import type { ChangeResult, StateChange } from '../../handlers/shared/applications-table.ts';

/** The applications table in memory. It implements the handlers' ports with the same conditions on writes. */
export class InMemoryApplications {
  readonly records = new Map<string, ApplicationRecord>();
  /** The events that announce the changes so far. */
  readonly announced: OutgoingEvent[] = [];

  constructor(...records: readonly ApplicationRecord[]) {
    for (const record of records) this.records.set(record.id, record);
  }

  async find(id: string): Promise<ApplicationRecord | undefined> {
    return this.records.get(id);
  }

  async createOnce(record: ApplicationRecord): Promise<ApplicationRecord> {
    const stored = this.records.get(record.id) ?? record;
    this.records.set(record.id, stored);
    return stored;
  }

  async takeOver(record: ApplicationRecord, formerExecutionArn: string): Promise<boolean> {
    const former = this.records.get(record.id);
    if (former?.executionArn !== formerExecutionArn || former.erasure !== undefined) return false;
    this.records.set(record.id, record);
    return true;
  }

  async change({ id, executionArn, from, set, remove = [], version }: StateChange): Promise<ChangeResult> {
    const former = this.records.get(id);
    if (former?.executionArn !== executionArn || !from.includes(former.state))
      return { isChanged: false, record: former };
    if (version !== undefined && former.version !== version) return { isChanged: false, record: former };
    const changed = { ...former, ...set, version: former.version + 1 };
    for (const name of remove) delete changed[name];
    this.records.set(id, changed);
    const event = announcementOfChange({ former, current: changed });
    if (event !== undefined) this.announced.push(event);
    return { isChanged: true, record: changed };
  }
}

export const NOON = new Date('2026-01-31T12:00:00.000Z');

export const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:account-application:first';
export const LATER_EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:account-application:later';

/** A record of an application that was submitted an hour before NOON. The record belongs to EXECUTION. */
export function recordOf(changes: Partial<ApplicationRecord> = {}): ApplicationRecord {
  return {
    id: 'app-1',
    state: 'SUBMITTED',
    name: 'Spock',
    address: '123 Enterprise Street',
    executionArn: EXECUTION,
    submittedAt: '2026-01-31T11:00:00.000Z',
    updatedAt: '2026-01-31T11:00:00.000Z',
    version: 1,
    ...changes,
  };
}
