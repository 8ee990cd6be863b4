/** What is wrong with the arguments of an intrinsic function; becomes the end of a States.IntrinsicFailure's cause. */
export class IntrinsicFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IntrinsicFault';
  }
}
