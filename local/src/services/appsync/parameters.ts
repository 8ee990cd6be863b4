import { BAD_REQUEST } from '../../core/parameters/bad-request.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

/** Parameters in the template's names. Throws BadRequestException. */
export const { optionalText, requiredText, optionalNumber, object } = parameterReader(BAD_REQUEST);
