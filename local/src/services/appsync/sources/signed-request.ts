import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import type { SourceTypes } from '../definitions.ts';
import { SESSION } from './caller.ts';
import type { HttpRequest } from './http-request.ts';
import type { SourceTools } from './source.ts';

type Signing = NonNullable<SourceTypes['HTTP']['signing']>;

/** Sends a request as the role of the data source to the service of this runtime that has the endpoint on AWS. */
export const sendSigned = async (
  { kernel, answerAws, signal }: SourceTools,
  { service, roleArn }: Signing,
  { url, method, headers, body = '' }: HttpRequest,
): Promise<WireResponse> => {
  const { accessKeyId } = kernel.identities.issue(roleArn, SESSION);
  const request = {
    method,
    url: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, authorization: signatureOf(kernel, accessKeyId, service) },
    body: Buffer.from(body).toString('latin1'),
  };
  try {
    return await answerAws(request, signal);
  } finally {
    kernel.identities.revoke(accessKeyId);
  }
};

/** The part of a signature that the gateway reads: it names the access key and the service. */
const signatureOf = ({ clock, home }: Kernel, accessKeyId: string, service: string): string => {
  const date = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '');
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${date}/${home.region}/${service}/aws4_request`;
};
