import type { IncomingHttpHeaders } from 'node:http';
import { refuseDeepParameters } from '../core/protocols/body.ts';
import type { WireRequest } from '../core/service.ts';
import { isForm } from './route.ts';
import { readSigner } from './signature.ts';

/** Method, URL and headers of a request. */
export interface RequestHead {
  readonly method: string;
  /** Path and query string as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Parses the URL, headers and credential scope of a request. */
export const readHead = ({ method, url, headers }: RequestHead): Omit<WireRequest, 'body'> => {
  const [, path = '/', search = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const query = new URLSearchParams(search);
  return { method, path, search, query, headers, scope: readSigner(headers.authorization, query)?.scope ?? '' };
};

/** Converts a request for the services. Throws AwsError if the names of a form are nested too deeply. */
export const wireRequest = (head: RequestHead, body: Buffer): WireRequest => {
  if (isForm(head.headers)) refuseDeepParameters(body);
  return { ...readHead(head), body };
};
