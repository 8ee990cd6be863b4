import { AwsError } from '../../../core/aws/aws-error.ts';
import { anonymous, type Caller } from '../../../core/aws/caller.ts';
import { madeId } from '../../../core/cloudformation/made-id.ts';
import { operation } from '../../../core/operation.ts';
import type { PathHandler, RequestFacts, SignedBy } from '../../../core/path-handler.ts';
import { functionResponse } from '../../../core/payload/answer.ts';
import { headersOf, requestEvent } from '../../../core/payload/event.ts';
import type { WireRequest, WireResponse } from '../../../core/service.ts';
import * as sts from '../../sts/operations.ts';
import { checkedSize } from '../actions/invoke.ts';
import type { LambdaContext } from '../context.ts';
import { accessDenied } from '../errors.ts';
import type { FunctionUrl, UrlAuthType } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import { readPath, URL_PREFIX } from './address.ts';
import { preflight, withCors } from './cors.ts';

/** Length of the id in the host name of a function URL on AWS. */
const ID_LENGTH = 32;

/** The permission to call a function URL. It is no action of the API: clients send HTTP requests. */
const CALL_URL = operation<{ readonly FunctionName: string; readonly AuthType: UrlAuthType }>(
  'lambda',
  'InvokeFunctionUrl',
);

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

/** A request to a function URL. */
interface Exchange {
  readonly context: LambdaContext;
  readonly request: WireRequest;
  readonly facts: RequestFacts;
  readonly url: FunctionUrl;
  /** The ARN of the function or the alias. */
  readonly arn: string;
  /** The path below the function URL, percent-encoded as the client sent it. */
  readonly path: string;
}

/** Serves the function URLs, each at `/_url/<function>/` or `/_url/<function>:<alias>/`. */
export const functionUrlHandler = (context: LambdaContext): PathHandler => ({
  prefix: URL_PREFIX,
  hasOriginRules: true,
  answer: async (request, facts) => {
    const place = readPath(request.path);
    const url = place && context.functions.find(place.name)?.urls?.[place.alias];
    if (!url) return refusal('AccessDeniedException', 403, null);
    const arn = functionArn(context.kernel.home, place.name, place.alias || undefined);
    const early = preflight(url.cors, request);
    return early ?? withCors(url.cors, request, await answer({ context, request, facts, url, arn, path: place.below }));
  },
});

const answer = async (exchange: Exchange): Promise<WireResponse> => {
  try {
    return await invoke(exchange, await authorize(exchange));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusal(error.code, error.statusCode, error.message);
  }
};

/** The parts of an event that depend on the caller. */
interface Authorized {
  readonly accountId: string;
  readonly authorizer: object | undefined;
}

/** Throws AccessDeniedException. */
const authorize = async (exchange: Exchange): Promise<Authorized> => {
  const { context, facts, url } = exchange;
  const { kernel } = context;
  if (url.authType === 'NONE') {
    permit(exchange, anonymous(kernel.home.accountId));
    return { accountId: 'anonymous', authorizer: undefined };
  }
  const { accessKeyId, caller } = signerOf(facts);
  permit(exchange, caller);
  const { UserId, Account, Arn } = await kernel.services.call(sts.getCallerIdentity, {}, caller);
  const iam = {
    accessKey: accessKeyId,
    accountId: Account,
    callerId: UserId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: Arn,
    userId: UserId,
  };
  return { accountId: Account, authorizer: { iam } };
};

const signerOf = (facts: RequestFacts): SignedBy => {
  try {
    return facts.signer();
  } catch (error) {
    if (error instanceof AwsError) throw accessDenied('Forbidden', {}, { cause: error });
    throw error;
  }
};

const permit = ({ context, url, arn }: Exchange, caller: Caller): void => {
  try {
    context.kernel.services.permit(CALL_URL, { FunctionName: arn, AuthType: url.authType }, caller);
  } catch (error) {
    if (error instanceof AwsError) throw accessDenied(FORBIDDEN, {}, { cause: error });
    throw error;
  }
};

const invoke = async (exchange: Exchange, authorized: Authorized): Promise<WireResponse> => {
  const { context, request, facts, arn, path } = exchange;
  const { kernel } = context;
  const { search, query } = request;
  const event = requestEvent(
    {
      ...authorized,
      request,
      path,
      routeKey: '$default',
      apiId: madeId(arn, ID_LENGTH),
      requestId: facts.requestId,
      nowMs: kernel.clock.now(),
    },
    { path, headers: headersOf(request), search, query },
  );
  const payload = checkedSize(JSON.stringify(event));
  const { failed, payload: result } = await context.invoker.invoke(target(exchange), {
    requestId: facts.requestId,
    payload,
  });
  return (failed ? undefined : functionResponse(result, () => 'application/json')) ?? BAD_GATEWAY;
};

/** The function that the URL calls. Throws AccessDeniedException, as AWS does, if the alias of the URL was deleted. */
const target = ({ context, arn }: Exchange): Resolved => {
  try {
    return context.functions.resolve(arn);
  } catch (error) {
    if (error instanceof AwsError) throw accessDenied(FORBIDDEN, {}, { cause: error });
    throw error;
  }
};

/** The response for a function that fails, or whose answer is invalid. */
const BAD_GATEWAY: WireResponse = {
  status: 502,
  headers: { 'content-type': 'application/json' },
  body: 'Internal Server Error',
};

const refusal = (code: string, status: number, message: string | null): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ Message: message }),
});
