import { isObject } from '../../core/parameters/input.ts';
import type { ContextKeys } from '../../core/policy/conditions.ts';
import { decide } from '../../core/policy/decide.ts';
import { type CompiledStatement, compilePolicy, type Principal } from '../../core/policy/policy.ts';
import type { WireRequest } from '../../core/service.ts';

/** The answer of a Lambda authorizer that decides by a policy. */
export interface AuthorizerPolicy {
  readonly principalId: string;
  readonly statements: readonly CompiledStatement[];
  readonly context: Readonly<Record<string, unknown>>;
  /** The API key that the request counts for, if the API takes its keys from the authorizer. */
  readonly usageKey: string | undefined;
}

/** API Gateway's limit for the answer of a Lambda authorizer. */
const MAX_ANSWER_BYTES = 8 * 1024;

/**
 * Reads the answer of a Lambda authorizer, which is JSON text. Returns undefined for any answer that API Gateway does
 * not accept.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export const readAuthorizerPolicy = (answer: string): AuthorizerPolicy | undefined => {
  if (Buffer.byteLength(answer) > MAX_ANSWER_BYTES) return undefined;
  const value: unknown = JSON.parse(answer || 'null');
  if (!isObject(value)) return undefined;
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = value;
  if (typeof principalId !== 'string' || !isObject(context)) return undefined;
  const statements = compiled(policyDocument);
  if (!statements) return undefined;
  const usageKey = typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined;
  return { principalId, statements, context, usageKey };
};

const compiled = (document: unknown): readonly CompiledStatement[] | undefined => {
  if (!isObject(document)) return undefined;
  try {
    return compilePolicy('authorizer', JSON.stringify(document), 'identity');
  } catch {
    // Node's error for an invalid network in a condition, or the error for an invalid policy.
    return undefined;
  }
};

export type Access = 'ALLOWED' | 'EXPLICITLY DENIED' | 'NOT ALLOWED';

/** The policies of an authorizer name no principal, so that they apply to each caller. */
const ANYONE: Principal = { arns: [], accountId: '', service: undefined };

/** Whether an authorizer's policy allows the call of a method. `methodArn` contains the path of the request. */
export const accessTo = (methodArn: string, { statements }: AuthorizerPolicy, keys: ContextKeys): Access => {
  const request = { action: 'execute-api:Invoke', resource: methodArn, principal: ANYONE, keys };
  const decision = decide(request, { identity: statements, resource: undefined });
  if (decision.allowed) return 'ALLOWED';
  return decision.reason === 'explicit deny' ? 'EXPLICITLY DENIED' : 'NOT ALLOWED';
};

/** The condition keys of a call of a method. */
export const callKeys = ({
  request,
  nowMs,
}: {
  readonly request: WireRequest;
  readonly nowMs: number;
}): ContextKeys => {
  const values: Readonly<Record<string, string | undefined>> = {
    'aws:currenttime': new Date(nowMs).toISOString(),
    'aws:epochtime': String(Math.floor(nowMs / 1000)),
    'aws:securetransport': 'true',
    'aws:sourceip': '127.0.0.1',
    'aws:useragent': request.headers['user-agent'],
  };
  return (key) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    return value === undefined ? undefined : [value];
  };
};
