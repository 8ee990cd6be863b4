/**
 * Makes this thread's `Date` tell the runtime's time: the machine's plus `offset[0]` milliseconds, at every moment anew.
 * Timers and `performance.now()` stay the machine's.
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
