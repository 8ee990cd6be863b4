import type {
  Absence,
  Applications,
  Execution,
  Me,
  ReviewCase,
  ReviewCounts,
  Reviews,
  Run,
  TimelineItem,
} from '../../../api/types.generated.ts';
import { APPLICATION_ID } from '../../../events/application-id.ts';
import { type ApplicationRecord, currentData } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { notFound, ProblemError } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { endingKey } from '../../shared/notification/decide.ts';
import { FINAL_STATUSES } from '../../shared/notification/ending.ts';
import { inForce } from '../../shared/reviews/absences.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import { meFor, type Team } from '../../shared/reviews/teams.ts';
import { type Blindness, itemOf } from '../../shared/reviews/view.ts';
import type { CaseFileReader } from './case-files/ports.ts';
import { caseFileFor, verifyCaseFiles } from './case-files/routes.ts';
import { executionView } from './execution.ts';
import { applicantOf, factsOf } from './facts.ts';
import { list } from './list.ts';
import type { MeasuresReader } from './measures/ports.ts';
import { measuresFor } from './measures/routes.ts';
import type { BusReader, ExecutionReader } from './operations/ports.ts';
import { listExecutions, stateMachineIn, testPatterns } from './operations/routes.ts';
import type { PeopleReader } from './people/ports.ts';
import { relatedTo } from './people/related.ts';
import { searchApplications } from './people/search.ts';
import type { AbsencesReader, NotificationItem, ReadReplays, RunReader, Tables } from './ports.ts';
import { readApplicationsQuestion, readLimit, readReviewsQuestion } from './question.ts';
import { timelineOf } from './timeline.ts';

export interface Ports {
  readonly tables: Tables;
  readonly caseFiles: CaseFileReader;
  readonly people: PeopleReader;
  readonly measures: MeasuresReader;
  readonly runs: RunReader;
  readonly executions: ExecutionReader;
  readonly bus: BusReader;
  readonly readReplays: ReadReplays;
  readonly absences: AbsencesReader;
  readonly blindness: Blindness;
  readonly teams: readonly Team[];
  readonly now: Clock;
}

const ok = <Body>(body: Body, headers: Record<string, string> = {}): Answer<Body> => ({ status: 200, body, headers });

/** An answer with applicants' data: the access log names the applications. */
const shown = <Body extends { readonly items: readonly { readonly id: string }[] }>(body: Body): Answer<Body> => ({
  ...ok(body),
  shown: body.items.map(({ id }) => id),
});

/** Like `shown`, for reviews. */
const reviews = (body: Reviews): Answer<Reviews> => ({
  ...ok(body),
  shown: body.items.map(({ applicationId }) => applicationId),
});

/** The API's routes that only read data. */
export function createRoutes(ports: Ports): RouteTable<'answer-queries'> {
  return {
    'GET /me': async (call) => ok(await me(ports, call)),
    'GET /absences': async () => ok({ items: await absencesInForce(ports) }),
    'GET /applications': async (call) => shown(await listApplications(ports, call)),
    'POST /applications/search': async (call) => shown(await search(ports, call)),
    'GET /applications/{id}': async (call) => ok(await recordFor(ports, call)),
    'GET /applications/{id}/related': async (call) =>
      shown(await relatedTo(ports.people, await recordFor(ports, call))),
    'GET /applications/{id}/timeline': async (call) =>
      ok({ items: await timeline(ports, await recordFor(ports, call)) }),
    'GET /applications/{id}/execution': async (call) => ok(await execution(ports, call)),
    'GET /applications/{id}/case-file': async (call) => ok(await caseFileFor(ports, call)),
    'GET /case-files/verification': async (call) => ok(await verifyCaseFiles(ports, call)),
    'GET /measures': async (call) => ok(await measuresFor(ports, call)),
    'GET /reviews': async (call) => reviews(await listReviews(ports, call)),
    'GET /review-counts': async (call) => ok(await countReviews(ports, call)),
    'GET /reviews/{applicationId}': async (call) => review(ports, call),
    'GET /operations/executions': async (call) => ok(await listExecutions(ports.executions, call)),
    'GET /operations/executions/{execution}': async (call) => ok(await executionNamed(ports, call)),
    'GET /operations/machines': async () =>
      ok({ items: ports.executions.stateMachineNames().map((name) => ({ name })) }),
    'GET /operations/rules': async () => ok({ items: await ports.bus.rules() }),
    'POST /operations/pattern-test': async (call) => ok(await testPatterns(ports.bus, call)),
  };
}

async function me({ teams, absences, now }: Ports, call: Call): Promise<Me> {
  const absence = inForce(await absences.find(call.principal.username), now());
  return { ...meFor(teams, call), ...(absence === undefined ? {} : { awayUntil: absence.until }) };
}

async function absencesInForce({ absences, now }: Ports): Promise<readonly Absence[]> {
  const at = now();
  const found = (await absences.all()).filter((absence) => inForce(absence, at) !== undefined);
  return found.toSorted((left, right) => (left.username < right.username ? -1 : 1));
}

/** @throws ProblemError 404 */
async function recordFor({ tables }: Ports, { event }: Call): Promise<ApplicationRecord> {
  const id = event.pathParameters?.id ?? '';
  const record = APPLICATION_ID.test(id) ? await tables.application(id) : undefined;
  if (record === undefined) throw new ProblemError(notFound('application with this id'));
  return record;
}

async function listApplications({ tables }: Ports, { event }: Call): Promise<Applications> {
  const query = event.queryStringParameters ?? {};
  const question = readApplicationsQuestion(query);
  const keyNames = ['id', 'state', 'submittedAt'];
  const { items, ...rest } = await list({
    groups: question.groups,
    sortKey: 'submittedAt',
    isDescending: true,
    keyNames,
    read: tables.applicationsPage,
    question,
    limit: readLimit(query),
    cursor: query.cursor,
  });
  return { items: (items as unknown as readonly ApplicationRecord[]).map(listed), ...rest };
}

/**
 * A record in a list: with the amended data instead of the amendments, and without questions. 100 records with long
 * questions would exceed Lambda's limit of 6 MB.
 */
function listed(record: ApplicationRecord): ApplicationRecord {
  const { informationRequests: _, amendments: __, ...rest } = record;
  return { ...rest, ...currentData(record) };
}

async function search({ people }: Ports, { event }: Call): Promise<Applications> {
  const { items, ...rest } = await searchApplications(people, objectInBody(event));
  return { items: items.map(listed), ...rest };
}

async function listReviews({ tables, people, now, blindness }: Ports, { event }: Call): Promise<Reviews> {
  const query = event.queryStringParameters ?? {};
  const question = readReviewsQuestion(query);
  const at = now();
  const { items, ...rest } = await list({
    groups: question.groups,
    sortKey: question.sort,
    isDescending: question.isDescending,
    keyNames: ['applicationId', 'state', question.sort],
    read: tables.reviewsPage(question, at),
    question,
    limit: readLimit(query),
    cursor: query.cursor,
  });
  const entries = items as unknown as readonly ReviewEntry[];
  const records = await people.records(entries.map(({ applicationId }) => applicationId));
  const applicants = new Map(records.map((record) => [record.id, applicantOf(record)]));
  return {
    items: entries.map((entry) => {
      const applicant = applicants.get(entry.applicationId);
      return { ...itemOf(entry, at, blindness), ...(applicant === undefined ? {} : { applicant }) };
    }),
    ...rest,
  };
}

async function countReviews({ tables, now }: Ports, { principal }: Call): Promise<ReviewCounts> {
  const { count, claimedBy } = await tables.openReviews(now());
  return {
    open: count,
    unclaimed: count - claimedBy.length,
    mine: claimedBy.filter((reviewer) => reviewer === principal.username).length,
  };
}

async function review({ tables, now, blindness }: Ports, { event }: Call): Promise<Answer<ReviewCase>> {
  const id = event.pathParameters?.applicationId ?? '';
  const [entry, record] = APPLICATION_ID.test(id) ? await Promise.all([tables.review(id), tables.application(id)]) : [];
  if (entry === undefined || record === undefined) throw new ProblemError(notFound('review of this application'));
  const item = itemOf(entry, now(), blindness);
  return ok({ ...item, facts: factsOf(record) }, { etag: `"${item.version}"` });
}

async function timeline(
  { tables, runs, readReplays }: Ports,
  record: ApplicationRecord,
): Promise<readonly TimelineItem[]> {
  const run = await runs.run(record.executionArn);
  const [history, entry, account, notification, replays] = await Promise.all([
    run === undefined ? [] : runs.history(run.arn),
    tables.review(record.id),
    tables.account(record.id),
    notificationAbout(tables, run),
    readReplays(),
  ]);
  return timelineOf({ record, review: entry, run, history, account, notification, replays });
}

async function notificationAbout(tables: Tables, run: Run | undefined): Promise<NotificationItem | undefined> {
  const status = FINAL_STATUSES.find((name) => name === run?.status);
  if (run?.stoppedAt === undefined || status === undefined) return undefined;
  return tables.notification(endingKey({ executionArn: run.arn, status, stoppedAt: new Date(run.stoppedAt) }));
}

async function execution(ports: Ports, call: Call): Promise<Execution> {
  const { executionArn } = await recordFor(ports, call);
  const run = await ports.runs.run(executionArn);
  if (run === undefined)
    throw new ProblemError(notFound('run of this application, because Step Functions has deleted it'));
  return drawn(ports, call, run);
}

const EXECUTION_NAME = /^[\w-]{1,80}$/;

async function executionNamed(ports: Ports, call: Call): Promise<Execution> {
  const name = call.event.pathParameters?.execution ?? '';
  const arn = EXECUTION_NAME.test(name) ? ports.executions.arnOf(stateMachineIn(call.event), name) : undefined;
  const run = arn === undefined ? undefined : await ports.runs.run(arn);
  if (run === undefined) throw new ProblemError(notFound('run of this name'));
  return drawn(ports, call, run);
}

/**
 * Only operators and supervisors get inputs and outputs, to analyse failures, because these contain applicants' data.
 */
async function drawn(ports: Ports, call: Call, run: Run): Promise<Execution> {
  const [definition, history] = await Promise.all([ports.runs.definition(run.arn), ports.runs.history(run.arn)]);
  const showsData = call.principal.roles.some((role) => role === 'operator' || role === 'supervisor');
  return executionView({ run, definition, history, showsData });
}
