import { accountRoot, isAccountId } from '../../../core/policy/shared-with.ts';
import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, invalidParameter, notFound, preconditionFailed } from '../errors.ts';
import type { Policy, PolicyStatement } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import { policyDocument } from '../functions/policy.ts';
import { type Input, optionalFlag, optionalText, requiredText } from '../parameters.ts';
import { URL_AUTH_TYPES } from './function-urls.ts';
import { resolve } from './resolve.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const permissionActions = (context: LambdaContext): Record<string, Action> => ({
  AddPermission: async (input) => {
    const { name, key, arn } = target(context, input);
    const statement = readStatement(input, arn);
    await change(context, name, key, input, (statements) => {
      if (statements.some(({ Sid }) => Sid === statement.Sid))
        throw conflict(
          `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      return [...statements, statement];
    });
    return { Statement: JSON.stringify(statement) };
  },
  RemovePermission: async (input) => {
    const { name, key } = target(context, input);
    const sid = requiredText(input, 'StatementId');
    await change(context, name, key, input, (statements) => {
      const kept = statements.filter(({ Sid }) => Sid !== sid);
      if (kept.length === statements.length) throw notFound(`Statement ${sid} is not found in resource policy.`);
      return kept;
    });
    return {};
  },
  GetPolicy: (input) => {
    const { name, key } = target(context, input);
    const policy = context.functions.find(name)?.policies[key];
    if (!policy) throw notFound('The resource you requested does not exist.');
    const document = policyDocument(context.functions, name, key || undefined);
    return { Policy: JSON.stringify(document), RevisionId: policy.revisionId };
  },
});

const target = (context: LambdaContext, input: Input) => {
  const { function: found, qualifier } = resolve(context, input);
  const key = qualifier === '$LATEST' ? '' : (qualifier ?? '');
  return { name: found.name, key, arn: functionArn(context.kernel.home, found.name, qualifier) };
};

const change = (
  context: LambdaContext,
  name: string,
  key: string,
  input: Input,
  next: (statements: Policy['statements']) => Policy['statements'],
) =>
  context.functions.update(name, (current) => {
    const policy = current.policies[key];
    const expected = optionalText(input, 'RevisionId');
    if (expected !== undefined && expected !== policy?.revisionId)
      throw preconditionFailed(
        'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
      );
    const statements = next(policy?.statements ?? []);
    const { [key]: _replaced, ...others } = current.policies;
    const revisionId = context.kernel.ids.uuid();
    return {
      ...current,
      policies: statements.length === 0 ? others : { ...others, [key]: { revisionId, statements } },
    };
  });

const readStatement = (input: Input, arn: string): PolicyStatement => {
  const action = requiredText(input, 'Action');
  const condition = readCondition(input, action);
  return {
    Sid: requiredText(input, 'StatementId'),
    Effect: 'Allow',
    Principal: readPrincipal(requiredText(input, 'Principal')),
    Action: action,
    Resource: arn,
    ...(condition && { Condition: condition }),
  };
};

export const readPrincipal = (principal: string): unknown => {
  if (principal === '*') return '*';
  if (isAccountId(principal)) return { AWS: accountRoot(principal) };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
};

const readCondition = (input: Input, action: string): object | undefined => {
  const account = optionalText(input, 'SourceAccount');
  const source = optionalText(input, 'SourceArn');
  const organization = optionalText(input, 'PrincipalOrgID');
  const token = optionalText(input, 'EventSourceToken');
  const authType = readAuthType(input, action);
  const isViaUrl = optionalFlag(input, 'InvokedViaFunctionUrl');
  const equals = {
    ...(account !== undefined && { 'AWS:SourceAccount': account }),
    ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
    ...(token !== undefined && { 'lambda:EventSourceToken': token }),
    ...(authType !== undefined && { 'lambda:FunctionUrlAuthType': authType }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(isViaUrl !== undefined && { Bool: { 'lambda:InvokedViaFunctionUrl': String(isViaUrl) } }),
    ...(source !== undefined && { ArnLike: { 'AWS:SourceArn': source } }),
  };
  return Object.keys(condition).length > 0 ? condition : undefined;
};

/** Throws InvalidParameterValueException for an action that is not about function URLs. */
const readAuthType = (input: Input, action: string): string | undefined => {
  const authType = optionalText(input, 'FunctionUrlAuthType', { oneOf: URL_AUTH_TYPES });
  if (authType !== undefined && action !== 'lambda:InvokeFunctionUrl')
    throw invalidParameter('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action');
  return authType;
};
