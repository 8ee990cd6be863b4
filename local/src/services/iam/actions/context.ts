import type { Kernel } from '../../../core/kernel.ts';
import { noSuchEntity } from '../errors.ts';
import type { IamStore, Role } from '../iam-store.ts';
import { requiredText } from '../parameters.ts';

/** The objects that all IAM actions use. */
export interface IamContext {
  readonly kernel: Kernel;
  readonly store: IamStore;
}

/** The role with the name in `RoleName`. Throws NoSuchEntity if it does not exist. */
export const namedRole = ({ store }: IamContext, input: { readonly [name: string]: unknown }): Role => {
  const name = requiredText(input, 'RoleName');
  const role = store.role(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
};
