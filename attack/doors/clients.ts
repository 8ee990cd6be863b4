import type { WireRequest } from '../wire/request.ts';
import { inputOf, type Shape } from './shape.ts';

/** Packages `@aws-sdk/client-…` of services whose name differs from the package's. */
const PACKAGES: Readonly<Record<string, string>> = {
  events: 'eventbridge',
  states: 'sfn',
  logs: 'cloudwatch-logs',
  'cognito-idp': 'cognito-identity-provider',
  ses: 'sesv2',
};

/** An action as the official SDK knows it. */
export interface Modelled {
  readonly input: Shape;
  /** The request that the SDK sends for this input. Rejects if the SDK refuses the input. */
  write(input: Readonly<Record<string, unknown>>): Promise<WireRequest>;
}

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkClient {
  send(command: object): Promise<unknown>;
}

interface SdkModule {
  readonly [name: string]: unknown;
}

type Constructor = new (argument: object) => object;

/** Thrown by the request handler of a client in place of sending the request. */
class Captured extends Error {
  readonly request: SdkRequest;

  constructor(request: SdkRequest) {
    super('Captured');
    this.request = request;
  }
}

const CONFIG = {
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: {
    handle: async (request: SdkRequest) => {
      throw new Captured(request);
    },
  },
};

const encoded = (query: SdkRequest['query'] = {}): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each) => [name, String(each)] as [string, string]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
};

const bytesOf = (body: unknown): Buffer => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  // Not Buffer.from(body): the SDK warns if a body of bytes is used as anything else.
  const { buffer, byteOffset, byteLength } = body as Uint8Array<ArrayBuffer>;
  return Buffer.from(buffer.slice(byteOffset, byteOffset + byteLength));
};

/** Headers that depend on the address or the body. A mutation would make them wrong, and `send` sets them. */
const RECALCULATED = new Set(['host', 'content-length', 'amz-sdk-invocation-id', 'amz-sdk-request']);

const wireRequestOf = ({ method, path, query, headers, body }: SdkRequest): WireRequest => ({
  method,
  path: path + encoded(query),
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !RECALCULATED.has(name.toLowerCase()))),
  body: bytesOf(body),
});

const capture = async (client: SdkClient, command: object): Promise<WireRequest> => {
  try {
    await client.send(command);
  } catch (error) {
    if (error instanceof Captured) return wireRequestOf(error.request);
    throw error;
  }
  throw new Error('The SDK answered without sending a request.');
};

const load = async (service: string): Promise<SdkModule | undefined> => {
  try {
    return (await import(`@aws-sdk/client-${PACKAGES[service] ?? service}`)) as SdkModule;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

/** The SDK's knowledge of the `actions` of a service; without those that it does not know. */
export const modelledActions = async (
  service: string,
  actions: readonly string[],
): Promise<ReadonlyMap<string, Modelled>> => {
  const sdk = await load(service);
  const clientName = Object.keys(sdk ?? {}).find((name) => /^[A-Z]\w*Client$/.test(name));
  if (!sdk || clientName === undefined) return new Map();
  const client = new (sdk[clientName] as Constructor)(CONFIG) as unknown as SdkClient;
  return new Map(
    actions.flatMap((action) => {
      const command = sdk[`${action}Command`] as Constructor | undefined;
      const schema = sdk[`${action}$`];
      if (command === undefined || schema === undefined) return [];
      return [[action, { input: inputOf(schema), write: (input) => capture(client, new command(input)) } as Modelled]];
    }),
  );
};
