import { text } from '../../core/cloudformation/properties.ts';
import { isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import type { CustomResourceRequest } from './request.ts';

/** How a request ended. */
export type Outcome =
  | {
      readonly kind: 'success';
      readonly physicalId: string;
      /** The attributes of the resource. */
      readonly data: ValueObject;
      readonly noEcho: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** The physical id of a response with the status FAILED. */
      readonly physicalId?: string;
    };

const MAX_RESPONSE_BYTES = 4_096;
const MAX_PHYSICAL_ID_BYTES = 1_024;

/** Members that a response copies from the request. */
type Copied = Pick<CustomResourceRequest, 'StackId' | 'LogicalResourceId'> & { readonly RequestId: string };

/**
 * Reads the body that a provider has sent to the response URL. A body that is no valid response fails the request.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const readResponse = (body: Buffer, request: Copied): Outcome => {
  if (body.byteLength > MAX_RESPONSE_BYTES) return failed('Response object is too long.');
  const response = parsed(body);
  if (!isObject(response)) return failed('Invalid Response object: it is not a JSON object');
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const)
    if (response[name] !== request[name]) return failed(`Invalid Response object: ${name} is not that of the request`);
  const { Status, Reason, PhysicalResourceId: physicalId, Data = {}, NoEcho } = response;
  if (!isPhysicalId(physicalId)) return failed('Invalid PhysicalResourceId');
  if (Status === 'FAILED') {
    const reason = text(Reason) ?? 'no reason was given';
    const message = `Received response status [FAILED] from custom resource. Message returned: ${reason} (RequestId: ${request.RequestId})`;
    return { kind: 'failed', message, physicalId };
  }
  if (Status !== 'SUCCESS') return failed(`Invalid Response object: '${text(Status)}' is not a valid ResponseStatus`);
  const data = Data ?? {};
  if (!isObject(data)) return failed('Invalid Response object: Data is not an object');
  return { kind: 'success', physicalId, data, noEcho: NoEcho === true };
};

const failed = (message: string): Outcome => ({ kind: 'failed', message });

const parsed = (body: Buffer): Value | undefined => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const isPhysicalId = (value: Value | undefined): value is string =>
  typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= MAX_PHYSICAL_ID_BYTES;
