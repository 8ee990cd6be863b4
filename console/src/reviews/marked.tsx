import type { CheckFacts } from '../../../api/types.generated.ts';
import { markedParts } from './marked-parts.ts';

/** A checked value, with the part marked that a rule has flagged. Nothing is marked in a value that no rule has flagged. */
export const Marked = ({ check: { value, flagged, met } }: { check: CheckFacts }) => {
  if (!flagged) return value;
  return markedParts(value, met).map(({ text, isMarked }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one value keep their order
    isMarked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
};
