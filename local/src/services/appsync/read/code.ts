import { badRequest } from '../../../core/aws/aws-error.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { given, type Input } from '../../../core/parameters/input.ts';
import { checkCode } from '../javascript/check-code.ts';
import { object, optionalText } from '../parameters.ts';

/**
 * The code of a resolver or of a function; undefined if it has none. Throws BadRequestException for code that AppSync or
 * this runtime refuses.
 */
export const codeOf = (input: Input): string | undefined => {
  const code = optionalText(input, 'Code');
  if (given(input, 'Runtime') === undefined) {
    if (code !== undefined) throw badRequest('Runtime must be given with Code');
    return undefined;
  }
  checkRuntime(input);
  if (code === undefined) throw badRequest('Code must be given with Runtime');
  checkCode(code);
  return code;
};

/** Throws BadRequestException for another runtime than APPSYNC_JS 1.0.0. */
const checkRuntime = (input: Input): void => {
  const runtime = object(input, 'Runtime');
  only(runtime, 'Name', 'APPSYNC_JS');
  only(runtime, 'RuntimeVersion', '1.0.0');
};
