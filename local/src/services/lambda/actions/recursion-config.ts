import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { constraint } from '../errors.ts';
import { optionalText, requiredText } from '../parameters.ts';
import { resolve } from './resolve.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html */
export const recursionActions = (context: LambdaContext): Record<string, Action> => ({
  PutFunctionRecursionConfig: async (input) => {
    const { function: found } = resolve(context, input);
    requiredText(input, 'RecursiveLoop');
    const recursiveLoop = optionalText(input, 'RecursiveLoop', { oneOf: ['Allow', 'Terminate'] });
    if (recursiveLoop !== 'Allow' && recursiveLoop !== 'Terminate')
      throw constraint('recursiveLoop', recursiveLoop, 'Member must satisfy enum value set: [Allow, Terminate]');
    await context.functions.update(found.name, (current) => ({ ...current, recursiveLoop }));
    return { RecursiveLoop: recursiveLoop };
  },
  GetFunctionRecursionConfig: (input) => ({
    RecursiveLoop: resolve(context, input).function.recursiveLoop ?? 'Terminate',
  }),
});
