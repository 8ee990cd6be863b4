import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Replay } from '../../api/types.generated.ts';
import type { Submit } from '../../handlers/applications/accept-submissions/ports.ts';
import { createRoutes as createSubmissionRoutes } from '../../handlers/applications/accept-submissions/routes.ts';
import { SubmissionsTable } from '../../handlers/applications/accept-submissions/submissions-table.ts';
import { createCaseFileReader } from '../../handlers/operations/answer-queries/case-files/reader.ts';
import { createMeasuresReader } from '../../handlers/operations/answer-queries/measures/reader.ts';
import type { BusReader, ExecutionReader } from '../../handlers/operations/answer-queries/operations/ports.ts';
import { createPeopleReader } from '../../handlers/operations/answer-queries/people/reader.ts';
import type { RunReader } from '../../handlers/operations/answer-queries/ports.ts';
import { createRoutes as createQueryRoutes } from '../../handlers/operations/answer-queries/routes.ts';
import { createTables } from '../../handlers/operations/answer-queries/tables.ts';
import { createRoutes as createRedriveRoutes } from '../../handlers/operations/redrive-dead-letters/routes.ts';
import type { Archive, PreviewedEvent } from '../../handlers/operations/replay-archive/ports.ts';
import { createRoutes as createReplayRoutes } from '../../handlers/operations/replay-archive/routes.ts';
import { TrialsTable } from '../../handlers/operations/replay-archive/rule-trial/trials-table.ts';
import { createRoutes as createSteeringRoutes } from '../../handlers/operations/steer-executions/routes.ts';
import { createErasures } from '../../handlers/privacy/erase-applicants/erasures-table.ts';
import type { Run, Replay as SentReplay } from '../../handlers/privacy/erase-applicants/ports.ts';
import { createRoutes as createErasureRoutes } from '../../handlers/privacy/erase-applicants/routes.ts';
import { createStores } from '../../handlers/privacy/erase-applicants/stores-in-tables.ts';
import { createRoutes as createReviewRoutes } from '../../handlers/reviews/decide-reviews/routes.ts';
import { ApplicationsTable } from '../../handlers/shared/applications-table.ts';
import { rulesInForce } from '../../handlers/shared/check-rules/in-force.ts';
import { type Route, serve } from '../../handlers/shared/http/serve.ts';
import { createAbsencesTable } from '../../handlers/shared/reviews/absences-table.ts';
import { createReviewLedgerTable } from '../../handlers/shared/reviews/ledger-table.ts';
import type { TaskOutput } from '../../handlers/shared/reviews/ports.ts';
import type { DeadLetterQueue } from '../../repair/dead-letters/find.ts';
import { startTables } from '../handlers/tables.ts';
import { steeredRuns } from './steered-runs.ts';

interface Operation {
  readonly 'x-roles': readonly string[] | 'SIGNED_IN';
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }>
  >;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export const OPENAPI: OpenApi = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../api/openapi.v1.json'), 'utf8'),
);

/** The second person does not see the first decision. */
const BLIND = { secondSeesFirst: false };

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(OPENAPI, 'api');

/** The difference between an answer and the OpenAPI document. Undefined if the answer matches the document. */
function broken(routeKey: string, status: number, type: string | undefined, body: unknown): string | undefined {
  const [method = '', path = ''] = routeKey.split(' ');
  const response = OPENAPI.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (response !== undefined && response.content === undefined && type === undefined && body === undefined)
    return undefined;
  const schema = response?.content?.[type ?? '']?.schema;
  if (schema === undefined) return `${routeKey} may not answer ${status} with ${type}`;
  const validate = ajv.compile({ $ref: `api${schema.$ref}` });
  return validate(body) ? undefined : `${routeKey} ${status}: ${ajv.errorsText(validate.errors)}`;
}

export interface Asking {
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Who = Readonly<Record<string, string>>;

export const user = (username: string, ...groups: readonly string[]): Who => ({
  token_use: 'access',
  username,
  ...(groups.length === 0 ? {} : { 'cognito:groups': `[${groups.join(' ')}]` }),
});

export const oauthClient: Who = { token_use: 'access', client_id: 'machine', scope: 'applications/submit' };

const NOW = new Date('2026-01-31T12:00:00.000Z');

const queue = (name: string) => ({
  name,
  url: `http://127.0.0.1/${name}`,
  arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
  waiting: 1,
  inFlight: 0,
});
const SOME_QUEUE = { ...queue('some-queue'), deadLetterArn: queue('some-dlq').arn };
/** A dead-letter queue whose policy denies reading the queue. */
const CLOSED_DLQ: DeadLetterQueue = {
  name: 'closed-dlq',
  url: 'http://127.0.0.1/closed-dlq',
  arn: undefined,
  waiting: undefined,
  inFlight: undefined,
  deadLetterArn: undefined,
  notReadable: 'AccessDenied',
  sourceQueues: [],
  functions: [],
  rules: [],
};
const SOME_DLQ: DeadLetterQueue = {
  ...queue('some-dlq'),
  deadLetterArn: undefined,
  sourceQueues: [SOME_QUEUE.arn],
  functions: [],
  rules: [],
};
/** A dead-letter message: a review request without its required members. */
const LETTER = {
  id: 'dead-letter-1',
  receiptHandle: 'r',
  body: '{"applicationId":"app-1","name":"Canary"}',
  attributes: {},
  sentAt: NOW,
  receiveCount: 5,
};

/** Starts the functions of the API with real tables. Other AWS services are stubs that record their calls. */
export async function startApi() {
  const tables = await startTables();
  await tables.create('applications', 'id', 'submittedAt');
  await tables.create('reviews', 'applicationId', 'requestedAt', 'dueAt');
  await tables.create('erasures', 'applicationId', 'requestedAt');
  for (const [name, key] of [
    ['accounts', 'applicationId'],
    ['absences', 'username'],
    ['notifications', 'id'],
    ['submissions', 'id'],
    ['rule-trials', 'id'],
    ['case-seals', 'id'],
  ] as const) {
    await tables.create(name, key);
  }
  await tables.createNumbered('case-entries', 'applicationId', 'number');
  await tables.createSorted('measures', 'day', 'id');
  await tables.createSorted('applicant-index', 'term', 'entry');
  const submitted: { readonly id: string; readonly submittedBy: string }[] = [];
  const sent: TaskOutput[] = [];
  const runs: { definition: unknown; history: HistoryEvent[] } = { definition: { States: {} }, history: [] };
  const replays: Replay[] = [];
  const bus: { submit: Submit } = {
    submit: async ({ id }, submittedBy) => void submitted.push({ id, submittedBy }),
  };
  const now = () => NOW;
  const runReader: RunReader = {
    run: async (arn) => ({ arn, status: 'RUNNING', startedAt: '2026-01-31T11:00:00.000Z' }),
    history: async () => runs.history,
    definition: async () => runs.definition,
  };
  const executions: ExecutionReader = {
    list: async ({ status }) => ({ items: [{ name: 'run-1', status, startedAt: '2026-01-31T11:00:00.000Z' }] }),
    stateMachineNames: () => ['account-application'],
    arnOf: (_, name) => `arn:aws:states:us-east-1:000000000000:execution:account-application:${name}`,
  };
  /** Events in the preview queue; each entry is one receive call. */
  const previewed: PreviewedEvent[][] = [];
  /** Replays of the archive. */
  const archived: Replay[] = [
    {
      name: 'preview-1',
      state: 'COMPLETED',
      startedAt: NOW.toISOString(),
      from: NOW.toISOString(),
      to: NOW.toISOString(),
    },
  ];
  const replayArchive: Archive = {
    describe: async () => ({ name: 'account-applications', state: 'ENABLED', events: 3, retentionDays: 30 }),
    replays: async () => archived,
    start: async () => {},
  };
  const rules: BusReader = {
    rules: async () => [
      {
        name: 'start-account-application',
        bus: 'account-applications',
        state: 'ENABLED',
        pattern: { source: ['account-applications'], detail: { state: ['APPROVED'] } },
        targets: [{ arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application' }],
      },
    ],
    // Matches every pattern except patterns about the detail.
    matches: async (pattern) => !('detail' in pattern),
  };
  const names = {
    applications: 'applications',
    reviews: 'reviews',
    accounts: 'accounts',
    erasures: 'erasures',
    notifications: 'notifications',
  };
  /** What Step Functions and EventBridge know about the application whose erasure is shown. */
  const copies: { run: Run | undefined; replays: SentReplay[] } = { run: undefined, replays: [] };
  const applications = new ApplicationsTable(tables.client, 'applications');
  const ledger = createReviewLedgerTable(tables.client, 'reviews');
  const absences = createAbsencesTable(tables.client, 'absences');
  const teams = [{ name: 'addresses', reasons: ['ADDRESS'] }] as const;
  const steering = steeredRuns();
  let ids = 0;
  const routes: Readonly<Record<string, Route>> = {
    ...createQueryRoutes({
      tables: createTables(tables.client, names),
      measures: createMeasuresReader(tables.client, { measures: 'measures', reviews: 'reviews' }),
      caseFiles: createCaseFileReader(tables.client, { entries: 'case-entries', seals: 'case-seals' }),
      people: createPeopleReader(tables.client, { applications: 'applications', index: 'applicant-index' }),
      runs: runReader,
      executions,
      bus: rules,
      readReplays: async () => replays,
      absences,
      blindness: BLIND,
      teams,
      now,
    }),
    ...createReviewRoutes(
      {
        ledger,
        dueFirst: ledger.dueFirst,
        claimedBy: ledger.claimedBy,
        absences,
        teams,
        findApplication: (id) => applications.find(id),
        findToken: async () => 'token-1',
        runs: {
          succeed: async (_, output) => {
            sent.push(output);
            return 'TAKEN';
          },
          readWait: async () => ({ kind: 'OPEN' }),
        },
        now,
      },
      BLIND,
    ),
    ...createErasureRoutes({
      erasures: createErasures(tables.client, { erasures: 'erasures', caseEntries: 'case-entries' }),
      stores: createStores(tables.client, {
        applications: 'applications',
        reviews: 'reviews',
        submissions: 'submissions',
        caseEntries: 'case-entries',
        applicantIndex: 'applicant-index',
      }),
      copies: { run: async () => copies.run, replays: async () => copies.replays },
      retention: { archiveDays: 30, backupDays: 35 },
      now,
      logAction: () => {},
    }),
    ...createRedriveRoutes({
      queues: {
        all: async () => [SOME_QUEUE, SOME_DLQ, CLOSED_DLQ],
        deadLetterQueues: async () => [SOME_DLQ, CLOSED_DLQ],
        read: async (queue) => (queue === CLOSED_DLQ ? { notReadable: 'AccessDenied' } : [LETTER]),
        redrive: async (queue, _, { ids }) =>
          queue === CLOSED_DLQ ? { notReadable: 'AccessDenied' } : { sentBack: ids?.size ?? 1, refused: { Error: 2 } },
      },
      logAction: () => {},
    }),
    ...createSteeringRoutes({
      runs: steering.runs,
      findRecord: (id) => applications.find(id),
      logAction: () => {},
    }),
    ...createReplayRoutes({
      archive: replayArchive,
      takePreviewed: async () => [{ eventId: 'e-1', replayName: 'preview-1', applicationId: 'app-1' }],
      receivePreviewed: async () => ({ events: previewed.shift() ?? [], remove: async () => {} }),
      trials: new TrialsTable(tables.client, { table: 'rule-trials', keptDays: 30 }, now),
      rulesInForce,
      findApplication: (id) => applications.find(id),
      runStatusOf: async () => 'FAILED',
      now,
      logAction: () => {},
    }),
    ...createSubmissionRoutes({
      applications: new ApplicationsTable(tables.client, 'applications'),
      submissions: new SubmissionsTable(tables.client, 'submissions'),
      submit: (application, submittedBy) => bus.submit(application, submittedBy),
      amend: async () => {},
      submissionDays: 1,
      newId: () => {
        ids += 1;
        return `made-${ids}`;
      },
      now,
    }),
  };
  const put = async (TableName: string, Item: Record<string, unknown>) => {
    await tables.client.send(new PutCommand({ TableName, Item }));
  };
  const failures: string[] = [];
  /** Lines of the access log about answered requests, in order. */
  const accesses: object[] = [];
  const ask = async (routeKey: string, who: Who, { path = 'app-1', query, headers, body }: Asking = {}) => {
    const answer = await serve(
      routes,
      {
        routeKey,
        pathParameters: { id: path, applicationId: path, username: path, execution: path, name: path, queue: path },
        ...(query === undefined ? {} : { queryStringParameters: query }),
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        requestContext: { authorizer: { jwt: { claims: who } } },
      },
      {
        info: (_, access) => void accesses.push(access),
        error: (_, { routeKey: route, error }) => void failures.push(`${route} ${error}`),
      },
    );
    const type = answer.headers['content-type'];
    const answered = answer.body === '' ? undefined : JSON.parse(answer.body);
    const problem = broken(routeKey, answer.statusCode, type, answered);
    if (problem !== undefined) throw new Error(problem);
    return { status: answer.statusCode, headers: answer.headers, body: answered };
  };
  const read = async (TableName: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await tables.client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
  const stop = tables.stop;
  const steered = steering.done;
  return {
    accesses,
    archived,
    ask,
    bus,
    copies,
    failures,
    previewed,
    put,
    read,
    replays,
    runs,
    sent,
    steered,
    stop,
    submitted,
  };
}
