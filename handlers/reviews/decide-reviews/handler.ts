import { SFNClient } from '@aws-sdk/client-sfn';
import { ApplicationsTable } from '../../shared/applications-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { createAbsencesTable } from '../../shared/reviews/absences-table.ts';
import { finishDecision } from '../../shared/reviews/decide.ts';
import { createReviewLedgerTable } from '../../shared/reviews/ledger-table.ts';
import { createReviewTokens } from '../../shared/reviews/review-tokens.ts';
import { createRuns } from '../../shared/reviews/runs.ts';
import type { Team } from '../../shared/reviews/teams.ts';
import { ENV } from './contract.ts';
import { createRoutes, type Ports } from './routes.ts';

const logger = createLogger('decide-reviews');
const applications = new ApplicationsTable(documentClient, requiredEnv(ENV.applicationsTable));
const ledger = createReviewLedgerTable(documentClient, requiredEnv(ENV.reviewsTable));
const ports: Ports = {
  ledger,
  dueFirst: ledger.dueFirst,
  claimedBy: ledger.claimedBy,
  absences: createAbsencesTable(documentClient, requiredEnv(ENV.absencesTable)),
  findApplication: (id) => applications.find(id),
  findToken: createReviewTokens(documentClient, requiredEnv(ENV.tokensTable)).find,
  runs: createRuns(new SFNClient({})),
  // The file is validated before it is deployed.
  teams: JSON.parse(requiredEnv(ENV.teams)) as readonly Team[],
  now: systemClock,
};
const routes = createRoutes(ports, { secondSeesFirst: requiredEnv(ENV.secondSeesFirst) === 'true' });

/** keep-reviews sends this request to finish a decision that is in the ledger but whose invocation ended too early. */
interface Finish {
  readonly finish: { readonly applicationId: string };
}

/** The HTTP API and keep-reviews invoke this function. Only this function may send decisions to the workflow. */
export async function handler(event: HttpEvent | Finish): Promise<HttpAnswer | { readonly result: string }> {
  if ('finish' in event) return finish(event.finish.applicationId);
  return serve(routes, event, logger);
}

async function finish(applicationId: string): Promise<{ readonly result: string }> {
  const outcome = await finishDecision(ports, applicationId);
  const result = outcome.ok ? outcome.entry.state : outcome.refusal.code;
  logger.info('Decision finished', { correlation_id: applicationId, result });
  return { result };
}
