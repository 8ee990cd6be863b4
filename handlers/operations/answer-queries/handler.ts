import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { createAbsencesTable } from '../../shared/reviews/absences-table.ts';
import type { Team } from '../../shared/reviews/teams.ts';
import { createCaseFileReader } from './case-files/reader.ts';
import { ENV } from './contract.ts';
import { createMeasuresReader } from './measures/reader.ts';
import { createBusReader } from './operations/bus-reader.ts';
import { createExecutionReader } from './operations/execution-reader.ts';
import { createPeopleReader } from './people/reader.ts';
import { createReplayReader } from './replay-reader.ts';
import { createRoutes } from './routes.ts';
import { createRunReader } from './run-reader.ts';
import { createTables } from './tables.ts';

const logger = createLogger('answer-queries');
const tables = createTables(documentClient, {
  applications: requiredEnv(ENV.applicationsTable),
  reviews: requiredEnv(ENV.reviewsTable),
  accounts: requiredEnv(ENV.accountsTable),
  erasures: requiredEnv(ENV.erasuresTable),
  notifications: requiredEnv(ENV.notificationsTable),
});
const caseFiles = createCaseFileReader(documentClient, {
  entries: requiredEnv(ENV.caseEntriesTable),
  seals: requiredEnv(ENV.caseSealsTable),
});
const measures = createMeasuresReader(documentClient, {
  measures: requiredEnv(ENV.measuresTable),
  reviews: requiredEnv(ENV.reviewsTable),
});
const people = createPeopleReader(documentClient, {
  applications: requiredEnv(ENV.applicationsTable),
  index: requiredEnv(ENV.applicantIndexTable),
});
const states = new SFNClient({});
const events = new EventBridgeClient({});
const routes = createRoutes({
  tables,
  caseFiles,
  people,
  measures,
  runs: createRunReader(states),
  executions: createExecutionReader(states, requiredEnv(ENV.stateMachineArns).split(',')),
  bus: createBusReader(events, requiredEnv(ENV.busName)),
  readReplays: createReplayReader(events, requiredEnv(ENV.archiveArn)),
  absences: createAbsencesTable(documentClient, requiredEnv(ENV.absencesTable)),
  blindness: { secondSeesFirst: requiredEnv(ENV.secondSeesFirst) === 'true' },
  // The file is validated before it is deployed.
  teams: JSON.parse(requiredEnv(ENV.teams)) as readonly Team[],
  now: systemClock,
});

/** The HTTP API invokes this function. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
