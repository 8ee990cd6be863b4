import { AwsError } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import * as ssm from '../services/ssm/operations.ts';

/**
 * Puts parameters into Parameter Store that have another value or type there: `NAME`, or `TYPE:NAME` for a type other than
 * String. Throws Error with the reason for a parameter that is refused.
 */
export const putSsmParameters = async (
  { services, identities }: Pick<Kernel, 'services' | 'identities'>,
  given: { readonly [name: string]: string },
): Promise<void> => {
  for (const [key, Value] of Object.entries(given)) {
    const [Name = '', Type = 'String'] = key.split(':').toReversed();
    const caller = identities.administrator();
    try {
      const names = { Names: [Name], WithDecryption: true };
      const { Parameters } = await services.call(ssm.getParameters, names, caller);
      if (Parameters.some((found) => found.Type === Type && found.Value === Value)) continue;
      await services.call(ssm.putParameter, { Name, Type, Value, Overwrite: true }, caller);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new Error(`The parameter ${key} cannot be put into Parameter Store: ${error.message}`, { cause: error });
    }
  }
};
