import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { MAX_BULK_ITEMS } from '../../../api/limits.ts';
import type { FinalVerdict } from '../../../api/types.generated.ts';
import { KeyHint } from '../shell/key-hint.tsx';
import { useKeys } from '../shell/keys.ts';
import { useTexts } from '../texts/texts.tsx';
import { DecisionForm } from './decision-form.tsx';
import { type InboxView, inboxPath } from './inbox-filter.ts';
import { useOutbox } from './outbox.tsx';
import type { Selection } from './use-selection.ts';

/** Shown while reviews are selected: how many, the decisions on all of them, and the form of the chosen decision. */
export const BulkBar = ({ selection, view }: { selection: Selection; view: InboxView }) => {
  const { t } = useTexts();
  const { decide } = useOutbox();
  const [decision, setDecision] = useState<FinalVerdict>();
  const { items, clear } = selection;
  const count = items.length;
  const isTooMany = count > MAX_BULK_ITEMS;
  const mayDecide = count > 0 && !isTooMany;
  useKeys({
    a: mayDecide ? () => setDecision('APPROVE') : undefined,
    r: mayDecide ? () => setDecision('REJECT') : undefined,
    Escape: count > 0 ? clear : undefined,
  });
  if (count === 0) return null;
  if (decision !== undefined && mayDecide)
    return (
      <SpaceBetween size="s">
        <DecisionForm
          key={decision}
          heading={t(`bulk.decide.${decision}`, { count })}
          decision={decision}
          subject="selection"
          cancel={() => setDecision(undefined)}
          confirm={(more) => {
            const seen = items.map(({ applicationId, version }) => ({ applicationId, version }));
            decide({ items: seen, decision, path: inboxPath(view), ...more });
            setDecision(undefined);
            clear();
          }}
        />
        <Box color="text-body-secondary">
          {t('bulk.which', { ids: items.map(({ applicationId }) => applicationId).join(', ') })}
        </Box>
      </SpaceBetween>
    );
  return (
    <Alert
      type={isTooMany ? 'warning' : 'info'}
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={clear}>{t('bulk.clear')}</Button>
          <Button disabled={isTooMany} onClick={() => setDecision('REJECT')}>
            {t('bulk.reject', { count })} <KeyHint>r</KeyHint>
          </Button>
          <Button disabled={isTooMany} onClick={() => setDecision('APPROVE')}>
            {t('bulk.approve', { count })} <KeyHint>a</KeyHint>
          </Button>
        </SpaceBetween>
      }
    >
      {t('bulk.selected', { count })} {isTooMany && t('bulk.too-many', { most: MAX_BULK_ITEMS })}
    </Alert>
  );
};
