import type { IncomingHttpHeaders } from 'node:http';
import { refuseDeepJson, refuseDeepParameters } from '../core/protocols/body.ts';
import type { WireRequest } from '../core/service.ts';
import { FORM } from './route.ts';
import { readSigner } from './signature.ts';

/** Lambda takes zip files of 50 MB, base64-encoded; everything else of AWS fits into 16 MiB. */
const LIMIT_BYTES = 16 * 2 ** 20;
const FUNCTION_LIMIT_BYTES = 70 * 2 ** 20;

/** A request's first line and headers. */
export interface RequestHead {
  readonly method: string;
  /** Path and query string as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** How many bytes the body of a request may have. */
export const bodyLimit = (url: string): number =>
  url.startsWith('/2015-03-31/functions') ? FUNCTION_LIMIT_BYTES : LIMIT_BYTES;

/** What a request's first line and headers say. */
export const readHead = ({ method, url, headers }: RequestHead): Omit<WireRequest, 'body'> => {
  const [, path = '/', search = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const query = new URLSearchParams(search);
  return { method, path, search, query, headers, scope: readSigner(headers.authorization, query)?.scope ?? '' };
};

/** The request as services read it. Throws AwsError for a body that is nested too deeply. */
export const wireRequest = (head: RequestHead, body: Buffer): WireRequest => {
  refuseDeepJson(body);
  if (head.headers['content-type']?.startsWith(FORM)) refuseDeepParameters(body);
  return { ...readHead(head), body };
};
