import type { Part } from './part.ts';
import { part as bombs } from './parts/bombs.ts';
import { part as canaries } from './parts/canaries.ts';
import { part as doors } from './parts/doors.ts';
import { part as roles } from './parts/roles.ts';
import { part as sockets } from './parts/sockets.ts';

/** Every part by name, in the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = { doors, sockets, roles, bombs, canaries };
