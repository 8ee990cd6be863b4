import { arnOf } from '../../../core/aws/arn.ts';
import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { operation } from '../../../core/operation.ts';
import type { RequestFacts, SignedBy } from '../../../core/path-handler.ts';
import * as sts from '../../sts/operations.ts';
import type { Mode } from '../definitions.ts';
import { type Refusal, type Session, SOURCE_IP } from './session.ts';

/** The permission to read a field. It is no action of the API: clients send GraphQL requests. */
const READ_FIELD = operation<{ readonly FieldArn: string }>('appsync', 'GraphQL');

/**
 * Authorizes the identity that signed a request. Each operation and each field with a resolver needs a permission. AWS
 * does not document whether other fields need one.
 */
export const authorizeSigner = async (
  kernel: Kernel,
  { apiId, mode }: { readonly apiId: string; readonly mode: Mode<'AWS_IAM'> },
  facts: Pick<RequestFacts, 'signer'>,
): Promise<Session | Refusal> => {
  const signed = signerOf(facts);
  if ('refused' in signed) return signed;
  const { caller } = signed;
  const { UserId, Account, Arn } = await kernel.services.call(sts.getCallerIdentity, {}, caller);
  return {
    mode,
    groups: [],
    identity: {
      accountId: Account,
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      sourceIp: SOURCE_IP,
      username: UserId,
      userArn: Arn,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
    },
    allows: ({ type, field, isResolved }) => {
      const fieldArn = arnOf(kernel.home, 'appsync', `apis/${apiId}/types/${type}/fields/${field}`);
      return !isResolved || isPermitted(kernel, caller, fieldArn);
    },
  };
};

const signerOf = (facts: Pick<RequestFacts, 'signer'>): SignedBy | Refusal => {
  try {
    return facts.signer();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { refused: { status: error.statusCode, errorType: error.code, message: error.message } };
  }
};

const isPermitted = ({ services }: Kernel, caller: Caller, FieldArn: string): boolean => {
  try {
    services.permit(READ_FIELD, { FieldArn }, caller);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
};
