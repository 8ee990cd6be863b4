import { madeId } from '../../../core/cloudformation/made-id.ts';

const ID_LENGTH = 10;

/** Makes an id in the format of API Gateway; the same name always gives the same id. */
export const restId = (name: string): string => madeId(`rest ${name}`, ID_LENGTH);
