import { AwsError } from '../core/aws/aws-error.ts';
import type { Identities } from '../core/identities.ts';
import type { SignedBy } from '../core/path-handler.ts';
import type { WireRequest } from '../core/service.ts';

/** Access key and service of a request's signature, from its credential scope. */
export interface Signer {
  readonly accessKeyId: string;
  readonly scope: string;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d+\/[^/]*\/([^/]+)\/aws4_request/;

/**
 * Reads the credential of Signature Version 4 from the Authorization header or a presigned query string. Does not verify
 * the signature: the server listens on loopback only, and functions have unguessable access keys.
 */
export const readSigner = (authorization: string | undefined, query: URLSearchParams): Signer | undefined => {
  const presigned = query.get('X-Amz-Credential');
  const match = CREDENTIAL.exec(authorization ?? (presigned ? `Credential=${presigned}` : ''));
  return match?.[1] && match[2] ? { accessKeyId: match[1], scope: match[2] } : undefined;
};

/** The caller of a signed request and its access key. Throws AWS's errors for a missing or unknown access key. */
export const signedBy = (request: WireRequest, identities: Identities): SignedBy => {
  const signer = readSigner(request.headers.authorization, request.query);
  if (!signer)
    throw new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', {
      statusCode: 403,
    });
  const caller = identities.resolve(signer.accessKeyId);
  if (!caller)
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid. This runtime knows the keys test/test: `npm run -s env` prints them.',
      { statusCode: 403 },
    );
  return { accessKeyId: signer.accessKeyId, caller };
};
