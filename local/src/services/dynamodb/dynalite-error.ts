import type { DynaliteError } from './dynalite-types.ts';

/** An error in the form that dynalite's actions call back with. */
export const dynaliteError = (code: string, message: string): DynaliteError =>
  Object.assign(new Error(message), { statusCode: 400, body: { __type: code, message } });

export const dynaliteValidation = (message: string): DynaliteError => dynaliteError('ValidationException', message);
