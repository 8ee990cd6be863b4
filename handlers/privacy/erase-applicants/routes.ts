import type { Erasure } from '../../../api/types.generated.ts';
import { APPLICATION_ID } from '../../../events/application-id.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { notFound, ProblemError } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { readWantedErasure } from './command.ts';
import type { Ports as ErasePorts, Progress } from './erase.ts';
import type { Copies } from './ports.ts';
import { type Retention, remainingCopies } from './remaining.ts';
import { confirmErasure, recordOf, requestErasure } from './request.ts';

export interface Ports extends ErasePorts {
  readonly copies: Copies;
  readonly retention: Retention;
  /** Logs who did what. */
  readonly logAction: (action: string, details: { readonly applicationId: string; readonly username: string }) => void;
}

/** Routes by which privacy officers request, confirm and follow the erasure of an applicant's data. */
export function createRoutes(ports: Ports): RouteTable<'erase-applicants'> {
  return {
    'GET /applications/{id}/erasure': async (call) => {
      const id = idIn(call);
      await recordOf(ports, id);
      const erasure = await ports.erasures.find(id);
      if (erasure === undefined) throw new ProblemError(notFound('erasure of this application'));
      return answerOf(ports, { erasure });
    },
    'POST /applications/{id}/erasure': async (call) => {
      const applicationId = idIn(call);
      const { username } = call.principal;
      const wanted = readWantedErasure(objectInBody(call.event));
      const erasure = await requestErasure(ports, { applicationId, by: username, ...wanted });
      ports.logAction('Erasure requested', { applicationId, username });
      return answerOf(ports, { erasure });
    },
    'POST /applications/{id}/erasure/confirmation': async (call) => {
      const applicationId = idIn(call);
      const { username } = call.principal;
      const progress = await confirmErasure(ports, applicationId, username);
      ports.logAction('Erasure confirmed', { applicationId, username });
      return answerOf(ports, progress);
    },
  };
}

/** @throws ProblemError 404 */
function idIn({ event }: Call): string {
  const id = event.pathParameters?.id ?? '';
  if (!APPLICATION_ID.test(id)) throw new ProblemError(notFound('application with this id'));
  return id;
}

async function answerOf(ports: Ports, { erasure, waitsFor }: Progress): Promise<Answer<Erasure>> {
  const { version: _, ...shown } = erasure;
  const remaining = await remainingOf(ports, await recordOf(ports, erasure.applicationId), erasure.erasedAt);
  return { status: 200, body: { ...shown, ...(waitsFor === undefined ? {} : { waitsFor }), remaining } };
}

async function remainingOf(
  { copies, retention, now }: Ports,
  record: ApplicationRecord,
  erasedAt: string | undefined,
): Promise<Erasure['remaining']> {
  const [run, replays] = await Promise.all([copies.run(record.executionArn), copies.replays()]);
  return remainingCopies({ record, run, replays, erasedAt }, retention, now());
}
