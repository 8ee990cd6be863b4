import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Input } from '../parameters.ts';

/** EventBridge actions that this runtime does not support: partner sources and global endpoints. */
export const REFUSED_ACTIONS = [
  'ActivateEventSource',
  'DeactivateEventSource',
  'DescribeEventSource',
  'ListEventSources',
  'CreatePartnerEventSource',
  'DeletePartnerEventSource',
  'DescribePartnerEventSource',
  'ListPartnerEventSources',
  'ListPartnerEventSourceAccounts',
  'PutPartnerEvents',
  'CreateEndpoint',
  'DeleteEndpoint',
  'DescribeEndpoint',
  'ListEndpoints',
  'UpdateEndpoint',
];

/** Throws UnsupportedOperation for the first of these parameters that is present, because it would have no effect. */
export const refuseParameters = (input: Input, names: readonly string[], what: string): void => {
  const found = names.find((name) => Object.hasOwn(input, name) && input[name] !== undefined && input[name] !== null);
  if (found) throw unsupported(`${found} of ${what}`);
};
