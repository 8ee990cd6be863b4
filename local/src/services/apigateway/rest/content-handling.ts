import { badRequest } from '../../../core/aws/aws-error.ts';
import { type Input, optionalText } from '../parameters.ts';
import { CONTENT_HANDLINGS, type ContentHandling } from './definitions.ts';

/** The conversion of the bodies of an integration or a response. Throws BadRequestException. */
export const contentHandlingIn = (input: Input): { readonly contentHandling?: ContentHandling } => {
  const given = optionalText(input, 'ContentHandling');
  if (given === undefined) return {};
  const contentHandling = CONTENT_HANDLINGS.find((each) => each === given);
  if (contentHandling) return { contentHandling };
  throw badRequest(`ContentHandling ${given} is not one of ${CONTENT_HANDLINGS.join(', ')}`);
};
