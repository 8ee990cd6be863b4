import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { described } from '../describe.ts';
import { type Found, findParameter } from '../find.ts';
import { flag, namesIn } from '../request.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters =
  (context: SsmContext): Action =>
  (input) => {
    const isDecrypted = flag(input, 'WithDecryption');
    const found = namesIn(input).map((name) => ({ name, result: foundOrUndefined(context, name) }));
    return {
      Parameters: found.flatMap(({ result }) =>
        result ? [described(context.kernel.home, result.parameter, { isDecrypted, suffix: result.suffix })] : [],
      ),
      InvalidParameters: found.flatMap(({ name, result }) => (result ? [] : [name])),
    };
  };

const foundOrUndefined = (context: SsmContext, name: string): Found | undefined => {
  try {
    return findParameter(context, name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
