import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import { createCopies } from './copies.ts';
import { createErasures } from './erasures-table.ts';
import { finishAll } from './finish-all.ts';
import { createRoutes, type Ports } from './routes.ts';
import { createStores } from './stores-in-tables.ts';

const logger = createLogger('erase-applicants');
const caseEntries = requiredEnv(ENV.caseEntriesTable);
const ports: Ports = {
  erasures: createErasures(documentClient, { erasures: requiredEnv(ENV.erasuresTable), caseEntries }),
  stores: createStores(documentClient, {
    applications: requiredEnv(ENV.applicationsTable),
    reviews: requiredEnv(ENV.reviewsTable),
    submissions: requiredEnv(ENV.submissionsTable),
    caseEntries,
    applicantIndex: requiredEnv(ENV.applicantIndexTable),
  }),
  copies: createCopies(new SFNClient({}), new EventBridgeClient({}), requiredEnv(ENV.archiveArn)),
  retention: {
    archiveDays: Number(requiredEnv(ENV.archiveDays)),
    backupDays: Number(requiredEnv(ENV.backupDays)),
  },
  now: systemClock,
  logAction: (action, { applicationId, username }) => logger.info(action, { correlation_id: applicationId, username }),
};
const routes = createRoutes(ports);

/** Thrown if erasures failed or are not finished after a day. The log names them; the alarm is the runbook's. */
class ErasuresUnfinishedError extends Error {
  override readonly name = 'ErasuresUnfinishedError';
}

/** The HTTP API invokes this function; an hourly schedule lets it finish what was interrupted. */
export async function handler(event: HttpEvent | { readonly source?: string }): Promise<HttpAnswer | undefined> {
  if ('routeKey' in event) return serve(routes, event, logger);
  const failed = await finishAll(ports, {
    onFinished: (id) => logger.info('Erasure finished', { correlation_id: id }),
    onWaiting: (id, waitsFor) => logger.warn('Erasure waits', { correlation_id: id, waitsFor }),
    onFailure: (id, error) => logger.error('Erasure failed', { correlation_id: id, ...loggedError(error) }),
  });
  if (failed > 0) throw new ErasuresUnfinishedError(`${failed} erasures failed or are overdue.`);
  return undefined;
}
