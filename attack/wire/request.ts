/** One request of the attack, as it is sent. */
export interface WireRequest {
  readonly method: string;
  /** Path and query string, percent-encoded or not. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export const headerOf = ({ headers }: WireRequest, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** A copy of `request` with the headers in `more`; undefined removes a header. */
export const withHeaders = (
  request: WireRequest,
  more: Readonly<Record<string, string | readonly string[] | undefined>>,
): WireRequest => {
  const headers: Record<string, string | readonly string[]> = { ...request.headers };
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return { ...request, headers };
};

export const withBody = (request: WireRequest, body: string | Buffer): WireRequest => ({
  ...request,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
