import Badge, { type BadgeProps } from '@cloudscape-design/components/badge';
import type { Me, Review } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import { type Mark, marksOf } from './marks.ts';

const COLOURS: Readonly<Record<Mark, NonNullable<BadgeProps['color']>>> = {
  escalated: 'severity-critical',
  supervisor: 'severity-high',
  second: 'severity-low',
  team: 'blue',
};

/** The marks of a review. The tooltip of each says what it means. */
export const MarkBadges = ({ review, me }: { review: Review; me: Me }) => {
  const { t, time } = useTexts();
  return (
    <span className="badges">
      {marksOf(review, me).map((mark) => (
        <span key={mark} title={t(`mark.${mark}.how`, { at: time(review.escalatedAt) })}>
          <Badge color={COLOURS[mark]}>{t(`mark.${mark}`)}</Badge>
        </span>
      ))}
    </span>
  );
};
