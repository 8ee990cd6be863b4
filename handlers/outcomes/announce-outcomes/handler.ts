import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createAnnouncerOfMany } from '../../shared/announcer.ts';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { createLogger } from '../../shared/logger.ts';
import type { StreamRecord } from '../../shared/stream-record.ts';
import { announceChanges } from './announce.ts';
import { announceAgain } from './announce-again.ts';
import { ENV } from './contract.ts';

const logger = createLogger('announce-outcomes');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const announceAll = createAnnouncerOfMany(new EventBridgeClient({}), requiredEnv(ENV.busName));

/** Changes of the table of applications; or ids of applications that an operator announces again. */
type Call = { readonly Records: readonly StreamRecord[] } | { readonly applicationIds: readonly string[] };

/** Invoked by the stream of the table, and by operators. */
export async function handler(call: Call): Promise<BatchAnswer | { readonly announced: number }> {
  if ('applicationIds' in call)
    return announceAgain({ findApplications: (ids) => applications.findAll(ids), announceAll }, call.applicationIds);
  return announceChanges(announceAll, call.Records, {
    onDone: (announced) => logger.info('Outcomes announced', { announced }),
    onFailure: (correlation_id, error) => {
      logger.error('Outcome could not be announced', { correlation_id, ...loggedError(error) });
    },
  });
}
