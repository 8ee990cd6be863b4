import type { Outcome, Usage } from './measure.ts';

/**
 * Usage per application of the design that this project started from, by outcome. In that design one function writes
 * the record and starts the state machine, and each step is a function. Measured with the same method on the same
 * runtime.
 */
export const SOURCE_DESIGN: Readonly<Record<Outcome, Usage>> = {
  approved: {
    lambda: { requests: 4, 'GB-seconds': 0.018 },
    states: { transitions: 5 },
    dynamodb: { 'write units': 5, 'read units': 0.5 },
  },
  'reviewed-approved': {
    lambda: { requests: 6, 'GB-seconds': 0.036 },
    states: { transitions: 7 },
    dynamodb: { 'write units': 11, 'read units': 1.5 },
  },
  'reviewed-rejected': {
    lambda: { requests: 6, 'GB-seconds': 0.036 },
    states: { transitions: 7 },
    dynamodb: { 'write units': 11, 'read units': 1.5 },
  },
  unprocessable: {
    lambda: { requests: 4, 'GB-seconds': 0.018 },
    states: { transitions: 4 },
    dynamodb: { 'write units': 5, 'read units': 0.5 },
  },
};
