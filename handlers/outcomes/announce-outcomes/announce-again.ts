import type { AnnounceAll } from '../../shared/announcer.ts';
import { type ApplicationRecord, announcementOf } from '../../shared/application-record.ts';

export interface Ports {
  readonly findApplications: (ids: readonly string[]) => Promise<ReadonlyMap<string, ApplicationRecord | undefined>>;
  readonly announceAll: AnnounceAll;
}

/**
 * Announces the present states of applications, whose events an operator found missing. Returns how many were announced.
 * @throws Error if an application was not announced
 */
export async function announceAgain(
  { findApplications, announceAll }: Ports,
  ids: readonly string[],
): Promise<{ announced: number }> {
  const records = await findApplications(ids);
  const events = [...records.values()].flatMap((record) => (record && announcementOf(record)) ?? []);
  const results = await announceAll(events);
  const announced = results.filter(({ status }) => status === 'fulfilled').length;
  if (announced === ids.length) return { announced };
  throw new Error(`${announced} of ${ids.length} applications were announced.`);
}
