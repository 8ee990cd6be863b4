import type { HttpEvent } from '../../../handlers/shared/http/event.ts';
import { isSignature, signatureOf } from '../link.ts';
import { find } from '../requests-table.ts';

/** Lambda authorizer of the decision page. Accepts only signed links, even expired ones, which the page reports. */
export async function handler(event: HttpEvent): Promise<{ readonly isAuthorized: boolean }> {
  const { id = '' } = event.pathParameters ?? {};
  const { expires = '', signature = '' } = event.queryStringParameters ?? {};
  const request = await find(id);
  const isAuthorized =
    request !== undefined &&
    request.expiresAt === expires &&
    isSignature(signature, signatureOf(request.key, id, expires));
  return { isAuthorized };
}
