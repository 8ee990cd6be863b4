import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, constraint, notFound } from '../errors.ts';
import type { FunctionUrl, LambdaFunction, UrlAuthType } from '../functions/function.ts';
import { functionArn, readReference } from '../functions/function-name.ts';
import { type Input, optionalObject, optionalText, requiredText } from '../parameters.ts';
import { addressOf } from '../urls/address.ts';
import { describeCors, readCors } from '../urls/read-cors.ts';
import { pageOf } from './page.ts';

export const URL_AUTH_TYPES: readonly UrlAuthType[] = ['NONE', 'AWS_IAM'];

const INVOKE_MODES = ['RESPONSE_STREAM', 'BUFFERED'] as const;
const ALIAS = /^(?!\d+$)[0-9a-zA-Z-_]+$/;
const ALIAS_PATTERN = '((?!^\\d+$)^[0-9a-zA-Z-_]+$)';

const noFunction = () => notFound('Function does not exist');
const noUrl = () => notFound('The resource you requested does not exist.');

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
export const functionUrlActions = (context: LambdaContext): Record<string, Action> => ({
  CreateFunctionUrlConfig: async (input) => {
    const target = readTarget(input);
    const nowMs = context.kernel.clock.now();
    const authType = requiredText(input, 'AuthType', { oneOf: URL_AUTH_TYPES });
    const cors = readCors(optionalObject(input, 'Cors') ?? {});
    const mode = readInvokeMode(input);
    requireTarget(context, target);
    const url = { authType, cors, createdMs: nowMs, lastModifiedMs: nowMs };
    await change(context, target, (current) => {
      if (current) throw existsAlready(context, target);
      return url;
    });
    const { LastModifiedTime: _, ...described } = describe(context, target, url);
    return { ...described, ...mode };
  },
  UpdateFunctionUrlConfig: async (input) => {
    const target = readTarget(input);
    const authType = optionalText(input, 'AuthType', { oneOf: URL_AUTH_TYPES });
    const cors = optionalObject(input, 'Cors');
    const changes: Partial<FunctionUrl> = { ...(authType && { authType }), ...(cors && { cors: readCors(cors) }) };
    const mode = readInvokeMode(input);
    requireTarget(context, target);
    await change(context, target, (current) => {
      if (!current) throw noUrl();
      return { ...current, ...changes, lastModifiedMs: context.kernel.clock.now() };
    });
    return { ...describe(context, target, find(context, target)), ...mode };
  },
  GetFunctionUrlConfig: (input) => {
    const target = readTarget(input);
    return { ...describe(context, target, find(context, target)), InvokeMode: 'BUFFERED' };
  },
  DeleteFunctionUrlConfig: async (input) => {
    const target = readTarget(input);
    find(context, target);
    const { name, alias } = target;
    await context.functions.update(name, (current) => {
      const { [alias]: _removed, ...kept } = current.urls ?? {};
      return { ...current, urls: kept };
    });
    return {};
  },
  ListFunctionUrlConfigs: (input) => {
    const { name } = readReference(requiredText(input, 'FunctionName'), undefined);
    const found = context.functions.find(name);
    if (!found) throw noFunction();
    const described = Object.entries(found.urls ?? {}).map(([alias, url]) => ({
      ...describe(context, { name, alias }, url),
      InvokeMode: 'BUFFERED',
    }));
    const { items, next } = pageOf(described, input);
    return { FunctionUrlConfigs: items, ...(next && { NextMarker: next }) };
  },
});

interface Target {
  readonly name: string;
  /** '' for the unqualified function. */
  readonly alias: string;
}

/** A URL belongs to a function or an alias. Throws ValidationException for $LATEST and for the number of a version. */
const readTarget = (input: Input): Target => {
  const { name, qualifier = '' } = readReference(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
  if (qualifier !== '' && !ALIAS.test(qualifier))
    throw constraint('qualifier', qualifier, `Member must satisfy regular expression pattern: ${ALIAS_PATTERN}`);
  return { name, alias: qualifier };
};

/** Throws ResourceNotFoundException. */
const find = (context: LambdaContext, { name, alias }: Target): FunctionUrl => {
  const url = context.functions.find(name)?.urls?.[alias];
  if (!url) throw noUrl();
  return url;
};

const describe = ({ kernel }: LambdaContext, { name, alias }: Target, url: FunctionUrl) => ({
  FunctionUrl: addressOf(kernel.endpoint(), name, alias),
  FunctionArn: functionArn(kernel.home, name, alias || undefined),
  AuthType: url.authType,
  ...(url.cors && { Cors: describeCors(url.cors) }),
  CreationTime: new Date(url.createdMs).toISOString(),
  LastModifiedTime: new Date(url.lastModifiedMs).toISOString(),
});

/** Throws ResourceNotFoundException if the function or the alias does not exist. */
const requireTarget = (context: LambdaContext, { name, alias }: Target): void => {
  const found = context.functions.find(name);
  if (!found || !hasAlias(found, alias)) throw noFunction();
};

const hasAlias = ({ aliases }: LambdaFunction, alias: string): boolean =>
  alias === '' || aliases.some(({ name }) => name === alias);

const change = (
  context: LambdaContext,
  { name, alias }: Target,
  next: (current: FunctionUrl | undefined) => FunctionUrl,
) =>
  context.functions.update(name, (current) => ({
    ...current,
    urls: { ...current.urls, [alias]: next(current.urls?.[alias]) },
  }));

const existsAlready = ({ kernel }: LambdaContext, { name, alias }: Target) =>
  conflict(
    `Failed to create function url config for [functionArn = ${functionArn(kernel.home, name, alias || undefined)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  );

/** The invoke mode of a request, which answers repeat. Throws UnsupportedOperation for RESPONSE_STREAM. */
const readInvokeMode = (input: Input): { readonly InvokeMode?: string } => {
  const mode = optionalText(input, 'InvokeMode', { oneOf: INVOKE_MODES });
  if (mode !== undefined) checkInvokeMode(mode);
  return mode === undefined ? {} : { InvokeMode: mode };
};

/** Throws UnsupportedOperation for RESPONSE_STREAM. */
export const checkInvokeMode = (mode: string): void => {
  if (mode === 'RESPONSE_STREAM') throw unsupported('The invoke mode RESPONSE_STREAM of a function URL');
};
