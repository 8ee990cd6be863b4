import Box from '@cloudscape-design/components/box';
import type { CheckFacts, ReviewReason } from '../../../api/types.generated.ts';
import { Marked } from './marked.tsx';

interface ApplicantProps {
  readonly name: string;
  readonly address: string;
  /** Checks that have flagged the name or the address: the flagged part is marked. */
  readonly flagged?: readonly CheckFacts[];
}

/** Name and address of an applicant in a cell of a list. */
export const Applicant = ({ name, address, flagged = [] }: ApplicantProps) => {
  const marked = (reason: ReviewReason, value: string) => {
    const check = flagged.find((each) => each.check === reason);
    return check === undefined ? value : <Marked check={check} />;
  };
  return (
    <span title={`${name}, ${address}`}>
      {marked('NAME', name)}{' '}
      <Box variant="small" display="inline">
        {marked('ADDRESS', address)}
      </Box>
    </span>
  );
};
