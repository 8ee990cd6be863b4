import Box from '@cloudscape-design/components/box';
import type { CheckFacts } from '../../../api/types.generated.ts';
import { MarkedValue } from './marked.tsx';

interface ApplicantProps {
  readonly name: string;
  readonly address: string;
  /** Checks that have flagged the name or the address: the flagged part is marked. */
  readonly flagged?: readonly CheckFacts[];
}

/** Name and address of an applicant in a cell of a list. */
export const Applicant = ({ name, address, flagged = [] }: ApplicantProps) => (
  <span title={`${name}, ${address}`}>
    <MarkedValue checks={flagged} reason="NAME" value={name} />{' '}
    <Box variant="small" display="inline">
      <MarkedValue checks={flagged} reason="ADDRESS" value={address} />
    </Box>
  </span>
);
