import type { IncomingHttpHeaders } from 'node:http';
import { refuseDeepJson, refuseDeepParameters } from '../core/protocols/body.ts';
import type { WireRequest } from '../core/service.ts';
import { FORM } from './route.ts';
import { readSigner } from './signature.ts';

/** Lambda accepts zip files of 50 MB, base64-encoded. Every other AWS request is below 16 MiB. */
const LIMIT_BYTES = 16 * 2 ** 20;
const FUNCTION_LIMIT_BYTES = 70 * 2 ** 20;

/** Method, URL and headers of a request. */
export interface RequestHead {
  readonly method: string;
  /** Path and query string as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Maximum body size in bytes. */
export const bodyLimit = (url: string): number =>
  url.startsWith('/2015-03-31/functions') ? FUNCTION_LIMIT_BYTES : LIMIT_BYTES;

/** Parses the URL, headers and credential scope of a request. */
export const readHead = ({ method, url, headers }: RequestHead): Omit<WireRequest, 'body'> => {
  const [, path = '/', search = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const query = new URLSearchParams(search);
  return { method, path, search, query, headers, scope: readSigner(headers.authorization, query)?.scope ?? '' };
};

/** Converts a request for the services. Throws AwsError if the body is nested too deeply. */
export const wireRequest = (head: RequestHead, body: Buffer): WireRequest => {
  refuseDeepJson(body);
  if (head.headers['content-type']?.startsWith(FORM)) refuseDeepParameters(body);
  return { ...readHead(head), body };
};
