import type { HttpEvent } from '../../../handlers/shared/http/event.ts';
import { isSignature, signatureOf } from '../link.ts';
import { find } from '../requests-table.ts';

/** Called by the API before the page is: only links we made lead to it. Whether one has expired is said by the page. */
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
