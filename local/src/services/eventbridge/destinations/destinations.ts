import type { Kernel } from '../../../core/kernel.ts';
import { ApiDestinationStore } from './api-destination-store.ts';
import { ConnectionStore } from './connection-store.ts';
import { Invocations } from './invocations.ts';
import { RateLimits } from './rate-limits.ts';
import { Tokens } from './tokens.ts';

/**
 * The parts of the service that connections and API destinations need. The stop of the runtime ends their requests; the
 * deliveries continue at the next start.
 */
export const createDestinations = (kernel: Kernel) => {
  const stopped = new AbortController();
  const connections = new ConnectionStore(kernel.store);
  const destinations = new ApiDestinationStore(kernel.store);
  const rateLimits = new RateLimits();
  const tokens = new Tokens(kernel, connections, stopped.signal);
  kernel.timers.onStop(() => stopped.abort());
  const shared = { connections, destinations, rateLimits, tokens };
  return { ...shared, invocations: new Invocations({ kernel, signal: stopped.signal, ...shared }) };
};
