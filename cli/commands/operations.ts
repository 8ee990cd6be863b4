import type { Command } from 'commander';
import { createClients } from '../clients.ts';
import type { Desk } from '../desk.ts';
import { registerCost } from './cost.ts';
import { registerDlq } from './dlq.ts';
import { registerDoctor } from './doctor.ts';
import { registerExecutions } from './executions.ts';
import { registerHistory } from './history.ts';
import { registerLogs } from './logs.ts';
import { registerRedrive } from './redrive.ts';
import { registerReplay } from './replay.ts';
import { registerStop } from './stop.ts';
import { registerVersions } from './versions.ts';

/** Operators' commands, in the order of the help text. */
const COMMANDS = [
  registerDoctor,
  registerExecutions,
  registerHistory,
  registerStop,
  registerRedrive,
  registerLogs,
  registerDlq,
  registerReplay,
  registerVersions,
  registerCost,
];

/** Adds the operators' commands to the program, and the SDK clients that they need to the desk. */
export function registerOperations(program: Command, desk: Desk): void {
  const equipped = Object.assign(desk, { clients: createClients() });
  for (const register of COMMANDS) register(program, equipped);
}
