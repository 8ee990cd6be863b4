import { percentileOf } from '../../handlers/outcomes/record-outcome/two-people.ts';

/** An application of the smoke test, with the decision of its review and the state in which it must end. */
export interface SmokeSample {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Undefined if the application needs no review. */
  readonly decision?: 'APPROVE' | 'REJECT';
  readonly expectedState: string;
}

/** Number of ids to choose from. The best of a hundred is practically never in a sample for two people. */
const CANDIDATES = 100;

/**
 * An id that begins with `prefix`. By the default policy some reviews need two people, chosen by the hash of the id; this
 * id has the highest of many hashes, so that its review needs one.
 */
function idOf(prefix: string): string {
  const ids = Array.from({ length: CANDIDATES }, (_, index) => `${prefix}-${index}`);
  return ids.reduce((best, id) => (percentileOf(id) > percentileOf(best) ? id : best));
}

const STREET = '1 Smoke Test Street';

/** Four applications, one of each outcome that needs no waiting. `run` makes their ids unique. */
export const samplesOf = (run: string): readonly SmokeSample[] => [
  { id: idOf(`smoke-${run}-clean`), name: 'Smoke Test', address: STREET, expectedState: 'APPROVED' },
  {
    id: idOf(`smoke-${run}-approved`),
    name: 'evil Smoke Test',
    address: STREET,
    decision: 'APPROVE',
    expectedState: 'APPROVED',
  },
  {
    id: idOf(`smoke-${run}-rejected`),
    name: 'Smoke Test',
    address: 'ABadAddress',
    decision: 'REJECT',
    expectedState: 'REJECTED',
  },
  {
    id: idOf(`smoke-${run}-unprocessable`),
    name: 'UNPROCESSABLE_DATA',
    address: STREET,
    expectedState: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
  },
];
