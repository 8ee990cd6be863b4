import type { DynaliteError } from './dynalite-types.ts';

/** Makes an error like those that dynalite's actions pass to their callback. */
export const dynaliteError = (code: string, message: string): DynaliteError =>
  Object.assign(new Error(message), { statusCode: 400, body: { __type: code, message } });

export const dynaliteValidation = (message: string): DynaliteError => dynaliteError('ValidationException', message);
