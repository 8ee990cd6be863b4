import type { FailedRun, FailedRuns } from '../../core/failed-runs.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { WireResponse } from '../../core/service.ts';
import { startProgress } from './progress.ts';
import type { CustomResourceRequest } from './request.ts';
import { RequestTable, type StoredRequest } from './request-table.ts';
import { type Outcome, readResponse } from './response.ts';
import { DENIED, RECEIVED, secretIn, UNAVAILABLE } from './response-url.ts';
import { sendRequest } from './send-request.ts';

/** A request with what the runtime needs to know besides its content. */
export interface Asked {
  /** Name of the resource; each replacement has another one. */
  readonly resource: string;
  readonly timeoutSeconds: number;
  readonly request: CustomResourceRequest;
}

export type Success = Extract<Outcome, { kind: 'success' }>;

/** Sends requests to the providers of custom resources. */
export interface Providers {
  /**
   * Sends a request and waits for the response. If the same request was interrupted by an end of the process, continues
   * to wait for its response. Throws Error if the request fails, or if there is no response in time.
   */
  perform(asked: Asked): Promise<Success>;
  /** The latest request for the resource; undefined if there was none. */
  latest(resource: string): Pick<StoredRequest, 'isSent' | 'outcome'> | undefined;
  /** Forgets the requests of a resource that no longer exists. Call it inside `store.write`. */
  forget(resource: string): void;
}

/** A request to a response URL. */
interface ResponseRequest {
  readonly method: string;
  readonly url: string;
  /** One character for each byte. */
  readonly body: string;
}

const SECRET_BYTES = 32;

/**
 * Sends requests to the functions and topics that carry out custom resources, and receives their responses. A request
 * is stored before it is sent, and its response before it is acknowledged.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */
export class CustomResources implements Providers {
  readonly #kernel: Kernel;
  readonly #table: RequestTable;
  /** Functions that end the wait for a response, by the request's id. */
  readonly #waiting = new Map<string, () => void>();

  constructor(kernel: Kernel, failedRuns: FailedRuns) {
    this.#kernel = kernel;
    this.#table = new RequestTable(kernel.store);
    failedRuns.onFailedRun((run) => this.#runFailed(run));
  }

  async perform(asked: Asked): Promise<Success> {
    const stored = await this.#stored(asked);
    const outcome = stored.outcome ?? (await this.#outcomeOf(stored, asked));
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    return outcome;
  }

  forget(resource: string): void {
    this.#table.remove(resource);
  }

  latest(resource: string): StoredRequest | undefined {
    return this.#table.ofResource(resource);
  }

  /** Receives a response. Never rejects. */
  async receive({ method, url, body }: ResponseRequest): Promise<WireResponse> {
    const secret = secretIn(url);
    const stored = secret === undefined ? undefined : this.#table.withSecret(secret);
    if (method !== 'PUT' || !stored) return DENIED;
    const { requestId } = stored;
    const outcome = readResponse(Buffer.from(body, 'latin1'), { ...JSON.parse(stored.request), RequestId: requestId });
    try {
      await this.#kernel.store.write(() => this.#table.end(requestId, outcome));
    } catch {
      return UNAVAILABLE;
    }
    this.#waiting.get(requestId)?.();
    return RECEIVED;
  }

  /** The stored request if it is the same and has not failed, or else a new one. */
  async #stored({ resource, request: asked }: Asked): Promise<StoredRequest> {
    const request = JSON.stringify(asked);
    const earlier = this.#table.ofResource(resource);
    if (earlier?.request === request && earlier.outcome?.kind !== 'failed') return earlier;
    const { ids, store } = this.#kernel;
    const secret = Buffer.from(ids.secret(SECRET_BYTES), 'base64').toString('base64url');
    const made = { resource, requestId: ids.uuid(), secret, request, isSent: false };
    await store.write(() => this.#table.put(made));
    return { ...made, outcome: undefined };
  }

  async #outcomeOf(stored: StoredRequest, { request, timeoutSeconds }: Asked): Promise<Outcome> {
    const { requestId } = stored;
    const ended = Promise.withResolvers<void>();
    this.#waiting.set(requestId, ended.resolve);
    const limit = setTimeout(ended.resolve, timeoutSeconds * 1000);
    const progress = startProgress(this.#kernel.log, request, timeoutSeconds);
    try {
      if (!stored.isSent) {
        await sendRequest(this.#kernel, stored, request);
        await this.#kernel.store.write(() => this.#table.markSent(requestId));
      }
      await ended.promise;
    } finally {
      progress.stop();
      clearTimeout(limit);
      this.#waiting.delete(requestId);
    }
    const message = `CloudFormation did not receive a response from your Custom Resource within ${timeoutSeconds} seconds. Please check your logs for requestId [${requestId}].`;
    const late: Outcome = { kind: 'failed', message };
    await this.#kernel.store.write(() => this.#table.end(requestId, late));
    return this.#table.withId(requestId)?.outcome ?? late;
  }

  #runFailed({ requestId, functionName, payload, isLast }: FailedRun): void {
    const stored = this.#table.withId(requestId);
    if (!stored || stored.outcome) return;
    const { RequestType, LogicalResourceId }: CustomResourceRequest = JSON.parse(stored.request);
    const fields = { resource: LogicalResourceId, request: RequestType, requestId, function: functionName };
    if (!isLast) {
      this.#kernel.log.warn('The function of a custom resource failed; its invocation is repeated later.', fields);
      return;
    }
    const message = `The function ${functionName} failed in each of its attempts and sent no response: ${errorIn(payload)} (RequestId: ${requestId})`;
    this.#table.end(requestId, { kind: 'failed', message });
    // The table has the outcome once the commit is on disk, which is before the next turn of the event loop.
    setImmediate(() => {
      if (this.#table.withId(requestId)?.outcome) this.#waiting.get(requestId)?.();
    });
  }
}

const errorIn = (payload: string | undefined): string => {
  if (payload === undefined) return 'the function could not be run';
  const { errorType, errorMessage }: { errorType?: unknown; errorMessage?: unknown } = JSON.parse(payload) ?? {};
  return `${errorType}: ${errorMessage}`;
};
