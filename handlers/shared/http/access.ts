import { APPLICATION_ID } from '../../../events/application-id.ts';
import type { HttpEvent } from './event.ts';
import { principalOf } from './principal.ts';

/** Who asked for what: one line of the access log. It contains no applicant's data. */
export type Access = {
  readonly routeKey: string;
  /** The user, or the OAuth client without a user. Missing if the token is not an access token. */
  readonly caller?: string;
  /** The caller's IP address. */
  readonly address?: string;
  /** The application in the path. Missing for routes about several applications. */
  readonly id?: string;
};

/** Reads the access of a request for the log. Text in a path that is not an id could be anything, so it is not logged. */
export function accessOf({ routeKey, pathParameters, requestContext }: HttpEvent): Access {
  const caller = principalOf(requestContext.authorizer?.jwt?.claims ?? {})?.username;
  const address = requestContext.http?.sourceIp;
  const id = pathParameters?.id ?? pathParameters?.applicationId;
  return {
    routeKey,
    ...(caller !== undefined && { caller }),
    ...(address !== undefined && { address }),
    ...(id !== undefined && APPLICATION_ID.test(id) && { id }),
  };
}
