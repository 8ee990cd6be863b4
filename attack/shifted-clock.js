// Loaded with `node --import` into the system under attack: its wall clock, by which sign-in issues tokens, is two hours
// slow, so that tokens that it issues have expired for a system with the right time.
const SLOW_BY_MS = 2 * 3_600_000;
const RealDate = globalThis.Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() - SLOW_BY_MS);
    else super(...given);
  }

  static now() {
    return RealDate.now() - SLOW_BY_MS;
  }
};
