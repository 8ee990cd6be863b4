import { entityName } from '../../../core/parameters/iam-dialect.ts';
import type { Action } from '../../../core/service.ts';
import { awsManagedPolicy, checkAwsManaged } from '../aws-managed.ts';
import { noSuchEntity } from '../errors.ts';
import { encodedDocument, page, policyDocument, requiredText } from '../parameters.ts';
import { type IamContext, namedRole } from './context.ts';

const MAX_NAME_LENGTH = 128;

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The actions on a role's inline policies and attached managed policies. */
export const rolePolicyActions = (context: IamContext): Record<string, Action> => {
  const { store } = context;
  const refuseUnattachable = (arn: string): void => {
    if (store.policy(arn) || awsManagedPolicy(arn) !== undefined) return;
    checkAwsManaged(arn);
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  };
  const inlinePolicy = (input: Record<string, unknown>) => {
    const role = namedRole(context, input);
    const name = requiredText(input, 'PolicyName');
    const document = store.rolePolicies(role.name).get(name);
    if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { role, name, document };
  };
  return {
    PutRolePolicy: async (input) => {
      const role = namedRole(context, input);
      const name = entityName(input, 'PolicyName', { max: MAX_NAME_LENGTH });
      const document = policyDocument(input, 'PolicyDocument', 'identity');
      await store.change(() => store.putRolePolicy(role.name, name, document));
    },
    GetRolePolicy: (input) => {
      const { role, name, document } = inlinePolicy(input);
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encodedDocument(document) };
    },
    DeleteRolePolicy: async (input) => {
      const { role, name } = inlinePolicy(input);
      await store.change(() => store.deleteRolePolicy(role.name, name));
    },
    ListRolePolicies: (input) => {
      const { items, ...rest } = page(input, [...store.rolePolicies(namedRole(context, input).name).keys()]);
      return { PolicyNames: items, ...rest };
    },
    AttachRolePolicy: async (input) => {
      const role = namedRole(context, input);
      const arn = requiredText(input, 'PolicyArn');
      refuseUnattachable(arn);
      await store.change(() => store.attach(role.name, arn));
    },
    DetachRolePolicy: async (input) => {
      const role = namedRole(context, input);
      const arn = requiredText(input, 'PolicyArn');
      if (!store.attachments(role.name).includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      await store.change(() => store.detach(role.name, arn));
    },
    ListAttachedRolePolicies: (input) => {
      const { items, ...rest } = page(input, store.attachments(namedRole(context, input).name));
      return { AttachedPolicies: items.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn })), ...rest };
    },
  };
};
