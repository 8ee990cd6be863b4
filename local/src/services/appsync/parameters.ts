import { BAD_REQUEST } from '../../core/parameters/bad-request.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

/** Readers of parameters, which have the names of template properties. They throw BadRequestException. */
export const { optionalText, requiredText, optionalNumber, flag, object, objectList, optionalMap, textList } =
  parameterReader(BAD_REQUEST);
