import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, notFound, preconditionFailed } from '../errors.ts';
import type { PolicyStatement } from '../functions/function.ts';
import { documentOf } from '../functions/policy.ts';
import { type LayerVersion, type LayerVersionReference, layerVersionArn } from '../layers/layer.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import { readVersion } from './layers.ts';
import { readPrincipal } from './permissions.ts';

const GET = 'lambda:GetLayerVersion';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html */
export const layerPermissionActions = (context: LambdaContext): Record<string, Action> => ({
  AddLayerVersionPermission: async (input) => {
    const { reference } = find(context, input);
    const statement = readStatement(context, input, reference);
    const revisionId = await change(context, input, reference, (statements) => {
      if (statements.some(({ Sid }) => Sid === statement.Sid))
        throw conflict(
          `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      return [...statements, statement];
    });
    return { Statement: JSON.stringify(statement), RevisionId: revisionId };
  },
  RemoveLayerVersionPermission: async (input) => {
    const { reference } = find(context, input);
    const sid = requiredText(input, 'StatementId');
    await change(context, input, reference, (statements) => {
      const kept = statements.filter(({ Sid }) => Sid !== sid);
      if (kept.length === statements.length) throw notFound(`Statement ${sid} is not found in resource policy.`);
      return kept;
    });
    return {};
  },
  GetLayerVersionPolicy: (input) => {
    const { policy } = find(context, input).version;
    if (!policy) throw notFound('No policy is associated with the given resource.');
    return { Policy: layerPolicyDocument(policy.statements), RevisionId: policy.revisionId };
  },
});

/** The resource policy of a layer's version, as JSON. */
export const layerPolicyDocument = (statements: readonly PolicyStatement[]): string =>
  JSON.stringify(documentOf(statements));

const find = (
  { kernel, layers }: LambdaContext,
  input: Input,
): { readonly reference: LayerVersionReference; readonly version: LayerVersion } => {
  const reference = readVersion(input);
  const version = layers.find(reference);
  if (!version)
    throw notFound(`Layer version ${layerVersionArn(kernel.home, reference.name, reference.version)} does not exist.`);
  return { reference, version };
};

/** Resolves with the new revision id. */
const change = async (
  { kernel, layers }: LambdaContext,
  input: Input,
  reference: LayerVersionReference,
  next: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): Promise<string> => {
  const revisionId = kernel.ids.uuid();
  const expected = optionalText(input, 'RevisionId');
  await layers.update(reference, (current) => {
    if (expected !== undefined && expected !== current.policy?.revisionId)
      throw preconditionFailed(
        'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
      );
    const statements = next(current.policy?.statements ?? []);
    return { ...current, policy: statements.length === 0 ? undefined : { revisionId, statements } };
  });
  return revisionId;
};

const readStatement = (
  { kernel }: LambdaContext,
  input: Input,
  { name, version }: LayerVersionReference,
): PolicyStatement => {
  const organization = optionalText(input, 'OrganizationId');
  return {
    Sid: requiredText(input, 'StatementId', { pattern: '([a-zA-Z0-9-_]+)' }),
    Effect: 'Allow',
    Principal: readPrincipal(requiredText(input, 'Principal')),
    Action: requiredText(input, 'Action', { pattern: GET }),
    Resource: layerVersionArn(kernel.home, name, version),
    ...(organization !== undefined && { Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } }),
  };
};
