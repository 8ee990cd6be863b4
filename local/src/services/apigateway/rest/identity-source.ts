import { badRequest } from '../../../core/aws/aws-error.ts';
import { checkPattern } from '../../../core/isolation/pattern.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';

const HEADER_SOURCE = /^method\.request\.header\.([\w-]+)$/;
const ANY_SOURCE = /^(?:method\.request\.(?:header|querystring)\.[\w.~-]+|stageVariables\.\w+|context\.[\w.]+)$/;

/** The name of the header with the token, in lower case. Throws BadRequestException for any other source. */
export const headerSource = (input: Input): string => {
  const source = requiredText(input, 'IdentitySource');
  const [, name] = HEADER_SOURCE.exec(source) ?? [];
  if (name === undefined)
    throw badRequest(`IdentitySource ${source} is not supported locally. Use method.request.header.<name>`);
  return name.toLowerCase();
};

/**
 * The sources of a REQUEST authorizer: headers, query parameters, stage variables and context variables, such as
 * `method.request.header.Authorization`. Throws BadRequestException for any other source.
 */
export const requestSources = (input: Input): readonly string[] => {
  const sources = (optionalText(input, 'IdentitySource') ?? '')
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
  for (const source of sources)
    if (!ANY_SOURCE.test(source))
      throw badRequest(
        `IdentitySource ${source} is not valid. Use method.request.header.<name>, method.request.querystring.<name>, stageVariables.<name> or context.<name>`,
      );
  return sources;
};

/**
 * The expression that a token, or the audience of a user pool's token, must match. Throws BadRequestException if it is
 * invalid.
 */
export const validationPattern = (input: Input): string | undefined => {
  const pattern = optionalText(input, 'IdentityValidationExpression');
  checkPattern('IdentityValidationExpression', pattern);
  return pattern;
};
