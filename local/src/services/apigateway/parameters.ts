import { BAD_REQUEST } from '../../core/parameters/bad-request.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of parameters, which have the names of template properties. They throw BadRequestException. */
export const { optionalText, requiredText, textList, optionalMap, optionalNumber, flag, object, objectList } =
  parameterReader(BAD_REQUEST);
