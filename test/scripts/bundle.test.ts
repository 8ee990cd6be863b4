import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bundle, ENTRY_POINTS } from '../../scripts/bundle.ts';

const bundleOf = (name: string): string => join(import.meta.dirname, '../../dist/handlers', name, 'index.mjs');
const load = (name: string, env: Record<string, string>) =>
  promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `console.log(typeof (await import(${JSON.stringify(bundleOf(name))})).handler)`],
    { env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...env } },
  );

const CONFIGURATION = {
  APPLICATIONS_TABLE: 'applications',
  ABSENCES_TABLE: 'absences',
  ACCOUNTS_TABLE: 'accounts',
  NOTIFICATIONS_TABLE: 'notifications',
  REVIEWS_TABLE: 'reviews',
  REVIEW_TOKENS_TABLE: 'review-tokens',
  APPLICANT_INDEX_TABLE: 'applicant-index',
  INFORMATION_REQUESTS_TABLE: 'information-requests',
  MEASURES_TABLE: 'measures',
  AMEND_RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/take-amendment',
  TEAMS: '[]',
  CASE_ENTRIES_TABLE: 'case-entries',
  CASE_SEALS_TABLE: 'case-seals',
  ERASURES_TABLE: 'erasures',
  ARCHIVE_DAYS: '30',
  SUBMISSION_DAYS: '1',
  MEASURE_DAYS: '400',
  TRIAL_DAYS: '30',
  BACKUP_DAYS: '35',
  BUS_NAME: 'account-applications',
  TWO_PEOPLE: '{}',
  SECOND_SEES_FIRST: 'false',
  BUS_ARN: 'arn:aws:events:us-east-1:000000000000:event-bus/account-applications',
  ARCHIVE_NAME: 'account-applications',
  START_RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/start-account-application',
  PREVIEW_RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/preview-replay',
  TRIALS_TABLE: 'rule-trials',
  PREVIEW_QUEUE_URL: 'http://127.0.0.1:4566/000000000000/replay-preview',
  ARCHIVE_ARN: 'arn:aws:events:us-east-1:000000000000:archive/account-applications',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:application-outcomes',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application',
  STATE_MACHINE_ARNS: 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application',
  QUEUE_NAMES: 'review-queue,review-queue-dlq',
  DEAD_LETTER_FUNCTIONS: 'close-review=close-review-dlq',
  CASE_FILE_FUNCTION: 'append-case-entries:live',
  SUBMISSIONS_TABLE: 'submissions',
  DECIDE_FUNCTION: 'decide-reviews:live',
  REVIEW_DUE_SECONDS: '259200',
  REMIND_BEFORE_SECONDS: '86400',
  LONGEST_RUN_SECONDS: '6393600',
  INVENTORY_TABLE: 'inventory',
  ORDERS_TABLE: 'orders',
  TOKENS_TABLE: 'callback-tokens',
  REQUESTS_TABLE: 'promotion-requests',
  DECISION_SECONDS: '172800',
  MAIL_FROM: 'promotions@example.com',
  ACTIVITY_ARN: 'arn:aws:states:us-east-1:000000000000:activity:promotion-approval',
  API_URL: 'http://127.0.0.1',
};

beforeAll(bundle);

describe('The bundles', () => {
  test.each(Object.keys(ENTRY_POINTS))('%s can be loaded and exports a handler', async (name) => {
    const { stdout, stderr } = await load(name, CONFIGURATION);
    expect([stdout.trim(), stderr]).toEqual(['function', '']);
  });

  test('throw an error with the name of a missing environment variable', async () => {
    const { BUS_NAME, ...incomplete } = CONFIGURATION;
    await expect(load('announce-outcomes', incomplete)).rejects.toThrow('The environment variable BUS_NAME is not set');
  });

  test('of the checks are below 2 KB: no SDK, no logger', () => {
    for (const name of ['check-name', 'check-address']) expect(statSync(bundleOf(name)).size).toBeLessThan(2000);
  });

  test('stay below 360 KiB each, but for keep-reviews, which nobody waits for: 400 KiB', () => {
    const large = Object.keys(ENTRY_POINTS).filter((name) => statSync(bundleOf(name)).size >= 360 * 1024);
    expect(large).toEqual(['keep-reviews']);
    expect(statSync(bundleOf('keep-reviews')).size).toBeLessThan(400 * 1024);
  });
});
