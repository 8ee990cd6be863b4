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

/** The form of ids in the schema of submissions. Other text in a path could be anything, so it is not logged. */
const ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Reads the access of a request for the log. */
export function accessOf({ routeKey, pathParameters, requestContext }: HttpEvent): Access {
  const caller = principalOf(requestContext.authorizer?.jwt?.claims ?? {})?.username;
  const address = requestContext.http?.sourceIp;
  const id = pathParameters?.id ?? pathParameters?.applicationId;
  return {
    routeKey,
    ...(caller !== undefined && { caller }),
    ...(address !== undefined && { address }),
    ...(id !== undefined && ID.test(id) && { id }),
  };
}
