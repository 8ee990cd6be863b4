/**
 * Thrown for invalid arguments of an intrinsic function; its message is the last part of the cause of
 * States.IntrinsicFailure.
 */
export class IntrinsicFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IntrinsicFault';
  }
}
