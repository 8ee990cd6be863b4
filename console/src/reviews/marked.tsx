import type { CheckFacts, ReviewReason } from '../../../api/types.generated.ts';
import { markedParts } from './marked-parts.ts';

/** A checked value, with the part marked that a rule has flagged. Nothing is marked in a value that no rule has flagged. */
export const Marked = ({ check: { value, flagged, met } }: { check: CheckFacts }) => {
  if (!flagged) return value;
  return markedParts(value, met).map(({ text, isMarked }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one value keep their order
    isMarked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
};

interface MarkedValueProps {
  readonly checks: readonly CheckFacts[];
  readonly reason: ReviewReason;
  /** The value, which is shown if none of the checks is about it. */
  readonly value: string;
}

/** A name or an address, with the part marked that the check of it has flagged. */
export const MarkedValue = ({ checks, reason, value }: MarkedValueProps) => {
  const found = checks.find(({ check }) => check === reason);
  return found === undefined ? value : <Marked check={found} />;
};
