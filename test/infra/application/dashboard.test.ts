import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endedLine } from '../../../handlers/files/append-case-entries/ended-log.ts';
import { backlogOf } from '../../../handlers/reviews/keep-reviews/backlog.ts';
import { keyed, type ReviewRow } from '../../../handlers/shared/measures/row.ts';
import { allOf, idOf, loadApplicationStack, namesOf, propertiesOf } from '../application-stack.ts';
import { removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

const AT = '2026-01-31T12:00:00.000Z';
const DECISION = { decision: 'REJECT', at: '2026-01-31T11:30:00.000Z', reviewer: 'reviewer-1', reasonCode: 'OTHER' };
const REVIEW: ReviewRow = {
  kind: 'review',
  at: AT,
  state: 'REVIEW_REJECTED',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  dueAt: AT,
  claimedAt: '2026-01-31T11:10:00.000Z',
  decisions: [DECISION],
  final: DECISION,
};
const COUNTS = { alive: 2, left: 0, failed: 0, oldestRequestedAt: AT };
const reviewLine = endedLine('a-1', keyed(REVIEW, 'a-1', 3));
const applicationLine = endedLine(
  'a-1',
  keyed({ kind: 'application', at: AT, state: 'APPROVED', isReviewed: false }, 'a-1', 3),
);

/** Lines as the functions write them: message → members. */
const LINES: Readonly<Record<string, object>> = {
  [reviewLine.message]: reviewLine.about,
  [applicationLine.message]: applicationLine.about,
  'Pending reviews processed': backlogOf(COUNTS, new Date(AT)),
};

describe('The metrics of the work', () => {
  interface Transformation {
    readonly MetricName: string;
    readonly MetricNamespace: string;
    readonly MetricValue: string;
    readonly Dimensions?: readonly { readonly Key: string; readonly Value: string }[];
  }
  const metrics = () =>
    allOf('AWS::Logs::MetricFilter').map(({ FilterPattern, MetricTransformations }) => {
      const [transformation] = MetricTransformations as readonly Transformation[];
      if (transformation === undefined) throw new Error('A metric filter has no metric.');
      return { pattern: String(FilterPattern), ...transformation };
    });

  test('count what ended, how long it took, and what waits', () => {
    expect(metrics().map(({ MetricName }) => MetricName)).toEqual([
      'ApplicationsEnded',
      'ReviewsEnded',
      'TimeToClaim',
      'TimeToFirstDecision',
      'TimeToFinalDecision',
      'ReviewsWaiting',
      'OldestReview',
    ]);
    expect(new Set(metrics().map(({ MetricNamespace }) => MetricNamespace))).toEqual(new Set(['account-applications']));
  });

  test('read only members that the functions log', () => {
    for (const { pattern, MetricValue, Dimensions = [] } of metrics()) {
      const [, message = ''] = /\$\.message = "([^"]+)"/.exec(pattern) ?? [];
      const members = [MetricValue, ...Dimensions.map(({ Value }) => Value)].filter((value) => value.startsWith('$.'));
      for (const member of members) expect(LINES[message]).toHaveProperty([member.slice(2)]);
    }
  });

  test('have no dimension but the outcome: no id, and no name of a person', () => {
    const dimensions = metrics().flatMap(({ Dimensions = [] }) => Dimensions);
    expect(dimensions).toEqual([
      { Key: 'outcome', Value: '$.outcome' },
      { Key: 'outcome', Value: '$.outcome' },
    ]);
  });

  test('come from log lines without the name of a reviewer', () => {
    expect(JSON.stringify(LINES)).not.toContain('reviewer-1');
    expect(reviewLine.about).toEqual({
      correlation_id: 'a-1',
      outcome: 'REVIEW_REJECTED',
      secondsToClaim: 600,
      secondsToFirstDecision: 1_800,
      secondsToFinalDecision: 1_800,
    });
  });
});

describe('The dashboard', () => {
  const body = (): string =>
    JSON.stringify(propertiesOf('AWS::CloudWatch::Dashboard', 'DashboardName', 'account-applications').DashboardBody);

  test('is the only one', () => {
    expect(namesOf('AWS::CloudWatch::Dashboard', 'DashboardName')).toEqual(['account-applications']);
  });

  test('shows every metric of the work', () => {
    for (const { MetricTransformations } of allOf('AWS::Logs::MetricFilter')) {
      const [{ MetricName }] = MetricTransformations as [{ readonly MetricName: string }];
      expect(body()).toContain(MetricName);
    }
  });

  test('shows each outcome, the failures, and what costs money', () => {
    for (const shown of [
      'REVIEW_EXPIRED',
      'FLAGGED_WITH_UNPROCESSABLE_DATA',
      'REVIEW_APPROVED',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      'SELECT SUM(Throttles)',
      'SELECT SUM(Errors)',
      'SELECT SUM(Duration)',
      'ExecutionsStarted',
      'NumberOfMessagesPublished',
      'ConsumedWriteCapacityUnits',
      'ConsumedReadCapacityUnits',
    ])
      expect(body()).toContain(shown);
  });

  test('shows every dead-letter queue', () => {
    const names = namesOf('AWS::SQS::Queue', 'QueueName').filter((name) => String(name).endsWith('-dlq'));
    for (const name of names) expect(body()).toContain(`"${idOf('AWS::SQS::Queue', 'QueueName', String(name))}"`);
  });
});

describe('The log queries', () => {
  test('find one application, errors by function, and the slowest decisions', () => {
    expect(namesOf('AWS::Logs::QueryDefinition', 'Name')).toEqual([
      'account-applications/one application',
      'account-applications/errors by function',
      'account-applications/slowest decisions',
    ]);
  });

  test('read the logs of every function, except the one about decisions', () => {
    const functions = namesOf('AWS::Lambda::Function', 'FunctionName').filter((name) => name !== undefined);
    const counts = allOf('AWS::Logs::QueryDefinition').map(({ LogGroupNames }) => (LogGroupNames as unknown[]).length);
    expect(counts).toEqual([functions.length, functions.length, 1]);
  });

  test('of the slowest decisions reads only members that the function logs', () => {
    const { QueryString } = propertiesOf(
      'AWS::Logs::QueryDefinition',
      'Name',
      'account-applications/slowest decisions',
    );
    const [, fields = ''] = /fields (.+)/.exec(String(QueryString)) ?? [];
    const own = fields.split(', ').filter((field) => !field.startsWith('@'));
    expect(Object.keys(reviewLine.about)).toEqual(expect.arrayContaining(own));
    expect(String(QueryString)).toContain('filter message = "Review ended"');
  });
});
