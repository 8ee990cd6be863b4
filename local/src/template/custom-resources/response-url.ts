import { element } from '../../core/protocols/xml.ts';
import type { WireResponse } from '../../core/service.ts';

/** The secret in a response URL; undefined if it has none. `url` is the path with its query string. */
export const secretIn = (url: string): string | undefined => {
  const search = url.indexOf('?');
  return search < 0 ? undefined : (new URLSearchParams(url.slice(search)).get('Signature') ?? undefined);
};

const refused = (status: number, code: string, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: element('Error', element('Code', code) + element('Message', message)),
});

/** The responses to requests to response URLs, in the form of S3. */
export const RECEIVED: WireResponse = { status: 200, headers: {}, body: '' };
export const DENIED = refused(403, 'AccessDenied', 'Access Denied');
export const UNAVAILABLE = refused(503, 'ServiceUnavailable', 'The response cannot be stored. Please try again.');
