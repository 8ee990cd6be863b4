import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createAnnouncer } from '../../shared/announcer.ts';
import { systemClock } from '../../shared/clock.ts';
import { documentClient } from '../../shared/document-client.ts';
import { requiredEnv } from '../../shared/env.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import { sealCaseFiles } from './seal.ts';
import { createEntryReader, SealsTable } from './seals-table.ts';

const logger = createLogger('seal-case-files');
const ports = {
  seals: new SealsTable(documentClient, requiredEnv(ENV.sealsTable)),
  readEntries: createEntryReader(documentClient, requiredEnv(ENV.entriesTable)),
  announce: createAnnouncer(new EventBridgeClient({}), requiredEnv(ENV.busName)),
  now: systemClock,
};

/** Thrown after the seal if files no longer contain their sealed entry. The log names them; the alarm is the runbook's. */
class CaseFilesAlteredError extends Error {
  override readonly name = 'CaseFilesAlteredError';
}

/** Invoked once a day by a schedule. */
export async function handler(): Promise<void> {
  const { seal, altered } = await sealCaseFiles(ports);
  logger.info('Case files are sealed', { ...seal });
  for (const applicationId of altered)
    logger.error('A case file was cut or written again', { correlation_id: applicationId });
  if (altered.length > 0) throw new CaseFilesAlteredError(`${altered.length} case files were cut or written again.`);
}
