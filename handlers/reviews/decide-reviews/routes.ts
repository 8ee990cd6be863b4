import type { Review, Role } from '../../../api/types.generated.ts';
import { APPLICATION_ID } from '../../../events/application-id.ts';
import { objectInBody } from '../../shared/http/body.ts';
import { idempotencyKeyOf } from '../../shared/http/idempotency-key.ts';
import { notFound, ProblemError } from '../../shared/http/problem.ts';
import type { Answer, Call, RouteTable } from '../../shared/http/serve.ts';
import { assignAll, readAssignments } from '../../shared/reviews/assign-all.ts';
import { readBulkRequest } from '../../shared/reviews/bulk-command.ts';
import { changeEntry, type ReviewChangeResult } from '../../shared/reviews/change-entry.ts';
import {
  readDecision,
  readIfMatch,
  readReviewer,
  readTakeOver,
  readUntil,
  readUsername,
} from '../../shared/reviews/command.ts';
import { type Ports as DecisionPorts, decide } from '../../shared/reviews/decide.ts';
import { decideAll } from '../../shared/reviews/decide-all.ts';
import { absenceOfOther } from '../../shared/reviews/problems.ts';
import { assign, claim, release } from '../../shared/reviews/rules.ts';
import { meFor, type Team } from '../../shared/reviews/teams.ts';
import { type Blindness, itemOf } from '../../shared/reviews/view.ts';
import { claimNext, type DueFirst } from './claim-next.ts';
import { refuseAbsent } from './refuse-absent.ts';
import { type AbsencePorts, setAbsence } from './set-absence.ts';

export interface Ports extends DecisionPorts, AbsencePorts {
  readonly dueFirst: DueFirst;
  readonly teams: readonly Team[];
}

/** Routes by which reviewers and supervisors claim, release, assign and decide reviews. */
export function createRoutes(ports: Ports, blindness: Blindness): RouteTable<'decide-reviews'> {
  const answer = (result: ReviewChangeResult) => answerOf(result, ports.now(), blindness);
  return {
    'POST /reviews/next': async (call) => {
      // The request does not end the absence: a supervisor may have set it, and only the person knows that it is over.
      await refuseAbsent(ports, [call.principal.username]);
      const claimed = await claimNext(ports, blindness, meFor(ports.teams, call));
      return claimed === undefined ? { status: 204, body: undefined } : answer(claimed);
    },
    'POST /reviews/{applicationId}/claim': async (call) => {
      const takeOver = readTakeOver(objectInBody(call.event));
      const command = { ...callerOf(call), takeOver };
      return answer(await changeEntry(ports, idIn(call), (entry, now) => claim(entry, command, now)));
    },
    'POST /reviews/{applicationId}/release': async (call) =>
      answer(await changeEntry(ports, idIn(call), (entry, now) => release(entry, callerOf(call), now))),
    'POST /reviews/{applicationId}/assign': async (call) => {
      const given = { supervisor: call.principal.username, to: readReviewer(objectInBody(call.event)) };
      await refuseAbsent(ports, [given.to]);
      return answer(await changeEntry(ports, idIn(call), (entry, now) => assign(entry, given, now)));
    },
    'POST /reviews/{applicationId}/decision': async (call) => {
      const decision = readDecision(objectInBody(call.event));
      const seenVersion = readIfMatch(call.event.headers?.['if-match']);
      return answer(await decide(ports, { applicationId: idIn(call), ...callerOf(call), seenVersion, ...decision }));
    },
    'POST /reviews/bulk-decisions': async (call) => {
      const request = readBulkRequest(objectInBody(call.event));
      const idempotencyKey = idempotencyKeyOf(call.event);
      const items = await decideAll(ports, blindness, { ...request, ...callerOf(call), idempotencyKey });
      return { status: 200, body: { items } };
    },
    'POST /reviews/assignments': async (call) => {
      const items = readAssignments(objectInBody(call.event));
      const supervisor = call.principal.username;
      await refuseAbsent(
        ports,
        items.map(({ reviewer }) => reviewer),
      );
      return { status: 200, body: { items: await assignAll(ports, blindness, { supervisor, items }) } };
    },
    'POST /absences/{username}': async (call) => {
      const username = personIn(call);
      const until = readUntil(objectInBody(call.event), ports.now());
      return { status: 200, body: await setAbsence(ports, { username, until, setBy: call.principal.username }) };
    },
    'POST /absences/{username}/end': async (call) => {
      await ports.absences.remove(personIn(call));
      return { status: 204, body: undefined };
    },
  };
}

const has = ({ principal }: Call, role: Role): boolean => principal.roles.includes(role);

const callerOf = (call: Call) => ({ reviewer: call.principal.username, isSupervisor: has(call, 'supervisor') });

function idIn({ event }: Call): string {
  const id = event.pathParameters?.applicationId ?? '';
  if (!APPLICATION_ID.test(id)) throw new ProblemError(notFound('review with this id'));
  return id;
}

/** The person in the path: the caller, or for a supervisor anybody. @throws ProblemError */
function personIn(call: Call): string {
  const username = readUsername(call.event.pathParameters?.username);
  if (username !== call.principal.username && !has(call, 'supervisor')) throw new ProblemError(absenceOfOther());
  return username;
}

/** @throws ProblemError if the result is a refusal */
function answerOf(result: ReviewChangeResult, now: Date, blindness: Blindness): Answer<Review> {
  if (!result.ok) throw new ProblemError(result.refusal);
  const item = itemOf(result.entry, now, blindness);
  return { status: 200, body: item, headers: { etag: `"${item.version}"` } };
}
