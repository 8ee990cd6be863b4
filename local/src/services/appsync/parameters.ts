import { BAD_REQUEST } from '../../core/parameters/bad-request.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

/** Reads parameters that have the names of template properties. Throws BadRequestException. */
export const { optionalText, requiredText, optionalNumber, object } = parameterReader(BAD_REQUEST);
