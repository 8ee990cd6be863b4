import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { managedPolicyActions } from './actions/managed-policies.ts';
import { rolePolicyActions } from './actions/role-policies.ts';
import { roleActions } from './actions/roles.ts';
import { awsManagedPolicy } from './aws-managed.ts';
import { IamStore } from './iam-store.ts';

/** An inline or managed policy of a role. */
interface AttachedPolicy {
  /** Name of an inline policy, or ARN of a managed policy. */
  readonly name: string;
  readonly document: string;
}

/** Roles and policies for the authorizer. Results can be cached until `revision` changes. */
export interface RolePolicies {
  readonly revision: number;
  roleArns(): readonly string[];
  /** The policies of a role; undefined if the role does not exist. */
  policiesOf(roleArn: string): readonly AttachedPolicy[] | undefined;
  trustPolicyOf(roleArn: string): string | undefined;
  /** Whether the role has a policy, or had one before. */
  hadPolicy(roleArn: string): boolean;
}

/** IAM with roles and policies. This runtime has no users, groups or instance profiles. */
export const createIam = (kernel: Kernel): ServiceModule & { readonly rolePolicies: RolePolicies } => {
  const store = new IamStore(kernel.store);
  const context = { kernel, store };
  return {
    service: {
      name: 'iam',
      actions: { ...roleActions(context), ...rolePolicyActions(context), ...managedPolicyActions(context) },
      protocols: [
        {
          kind: 'query',
          scope: 'iam',
          version: '2010-05-08',
          namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
        },
      ],
    },
    rolePolicies: rolePolicies(store),
  };
};

const rolePolicies = (store: IamStore): RolePolicies => ({
  get revision() {
    return store.revision;
  },
  roleArns: () => store.roles().map(({ arn }) => arn),
  policiesOf: (roleArn) => {
    const role = store.roleByArn(roleArn);
    if (!role) return undefined;
    const inline = [...store.rolePolicies(role.name)].map(([name, document]) => ({ name, document }));
    const managed = store.attachments(role.name).map((name) => ({ name, document: defaultDocument(store, name) }));
    return [...inline, ...managed];
  },
  trustPolicyOf: (roleArn) => store.roleByArn(roleArn)?.trustPolicy,
  hadPolicy: (roleArn) => store.roleByArn(roleArn)?.hadPolicy ?? false,
});

const defaultDocument = (store: IamStore, arn: string): string => {
  const aws = awsManagedPolicy(arn);
  if (aws !== undefined) return aws;
  const wanted = store.policy(arn)?.defaultVersion;
  const version = store.versions(arn).find((known) => known.version === wanted);
  if (!version) throw new Error(`The policy ${arn} has no default version.`);
  return version.document;
};
