/**
 * Makes this thread's `Date` return the runtime's clock: wall clock plus the current value of `offset[0]`, in
 * milliseconds. Timers and `performance.now()` still use the system clock.
 */
export const shiftDate = (offset: Float64Array): void => {
  const MachineDate = Date;
  const now = (): number => Math.floor(MachineDate.now() + (offset[0] ?? 0));
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
};
