import type { CaseFile, CaseVerification, CaseVerifications } from '../../../../api/types.generated.ts';
import { verifyFile } from '../../../../case-file/verify.ts';
import { APPLICATION_ID } from '../../../../events/application-id.ts';
import { APPLICATION_STATES } from '../../../../events/states.ts';
import { batchesOf } from '../../../shared/batches-of.ts';
import type { Clock } from '../../../shared/clock.ts';
import { notFound, ProblemError } from '../../../shared/http/problem.ts';
import type { Call } from '../../../shared/http/serve.ts';
import { list } from '../list.ts';
import type { Tables } from '../ports.ts';
import { readLimit } from '../question.ts';
import { itemsOf } from './items.ts';
import type { CaseFileReader } from './ports.ts';

export interface Ports {
  readonly tables: Tables;
  readonly caseFiles: CaseFileReader;
  readonly now: Clock;
}

/** @throws ProblemError 404 if there is neither an application with this id nor a file */
export async function caseFileFor(ports: Ports, { event }: Call): Promise<CaseFile> {
  const id = event.pathParameters?.id ?? '';
  const file = APPLICATION_ID.test(id) ? await readCaseFile(ports, id) : undefined;
  if (file === undefined || file.entries.length + file.items.length === 0)
    throw new ProblemError(notFound('application with this id'));
  return file;
}

/**
 * The seal is read before the entries, and the items after them: an entry that is written in between is then one more than
 * the seal has, or a version less than the recently written item has, and neither is a finding.
 */
async function readCaseFile({ tables, caseFiles, now }: Ports, applicationId: string): Promise<CaseFile> {
  const sealed = await caseFiles.sealedHead(applicationId);
  const entries = await caseFiles.entries(applicationId);
  const [record, review, account, erasure] = await Promise.all([
    tables.application(applicationId),
    tables.review(applicationId),
    tables.account(applicationId),
    tables.erasure(applicationId),
  ]);
  const items = itemsOf({ record, review, account, erasure }, now());
  return { applicationId, entries, items, ...(sealed === undefined ? {} : { sealed }) };
}

/** Files that are read at the same time. */
const FILES_AT_ONCE = 10;

/** Verifies the files of a page of applications. */
export async function verifyCaseFiles(ports: Ports, { event }: Call): Promise<CaseVerifications> {
  const query = event.queryStringParameters ?? {};
  const { items, ...rest } = await list({
    groups: APPLICATION_STATES.map((state) => [state]),
    sortKey: 'submittedAt',
    isDescending: true,
    keyNames: ['id', 'state', 'submittedAt'],
    read: ports.tables.applicationsPage,
    question: 'case files',
    limit: readLimit(query),
    cursor: query.cursor,
  });
  const ids = items.map(({ id }) => String(id));
  const verified: CaseVerification[] = [];
  for (const batch of batchesOf(ids, FILES_AT_ONCE))
    verified.push(...(await Promise.all(batch.map((id) => verify(ports, id)))));
  return { items: verified, ...rest };
}

async function verify(ports: Ports, applicationId: string): Promise<CaseVerification> {
  const { entries, ...known } = await readCaseFile(ports, applicationId);
  return { applicationId, entries: entries.length, findings: verifyFile(entries, known) };
}
