import { randomUUID } from 'node:crypto';
import type { Repair } from '../../../repair/tell-case-file.ts';
import { createIndexWriter } from '../../shared/applicant-index/index-table.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { rulesInForce } from '../../shared/check-rules/in-force.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { loggedError } from '../../shared/errors.ts';
import { createLogger } from '../../shared/logger.ts';
import type { StreamRecord } from '../../shared/stream-record.ts';
import { appendNotices } from './append.ts';
import { appendAll } from './append-all.ts';
import { CaseEntriesTable } from './case-entries-table.ts';
import { ENV } from './contract.ts';
import { endedLine } from './ended-log.ts';
import { MeasuresTable } from './measures-table.ts';
import { noticeOf } from './notice.ts';

const logger = createLogger('append-case-entries');
const files = new CaseEntriesTable(documentClient, requiredEnv(ENV.entriesTable));
const measureDays = Number(requiredEnv(ENV.measureDays));
const measures = new MeasuresTable(documentClient, requiredEnv(ENV.measuresTable), measureDays);
const index = createIndexWriter(documentClient, requiredEnv(ENV.applicantIndexTable));

/** Changes of the streams of applications, reviews, accounts and notifications; or what a person repaired. */
type Told = { readonly Records: readonly StreamRecord[] } | { readonly repair: Repair };

/** Invoked by the streams, and by the tools with which people repair. */
export async function handler(told: Told): Promise<BatchAnswer> {
  const ports = { files, measures, index, newSalt: randomUUID, rules: rulesInForce() };
  if ('repair' in told) {
    const notice = noticeOf(told.repair);
    await appendNotices(ports, notice.applicationId, [notice]);
    return { batchItemFailures: [] };
  }
  return appendAll(ports, told.Records, {
    onEnded: (applicationId, row) => {
      const { message, about } = endedLine(applicationId, row);
      logger.info(message, about);
    },
    onDone: (count) => logger.info('Case files are up to date', count),
    onFailure: (applicationId, error) => {
      logger.error('A case file could not be written', {
        correlation_id: applicationId ?? 'unknown',
        ...loggedError(error),
      });
    },
  });
}
