import type { Review, Verdict } from '../../../api/types.generated.ts';
import { useKeys } from '../shell/keys.ts';
import { casePath, type InboxView } from './inbox-filter.ts';
import { useClaim } from './use-claim.ts';
import type { CurrentRow } from './use-current-row.ts';
import type { Selection } from './use-selection.ts';
import { useOpenInView } from './use-view.ts';

interface RowKeysOptions {
  readonly row: CurrentRow;
  /** The rows of the page. */
  readonly rows: readonly Review[];
  readonly view: InboxView;
  readonly selection: Selection;
}

/**
 * Keys that move the current row, select it, claim and decide. While reviews are selected, the keys of decisions are those of
 * the selection.
 */
export const useRowKeys = ({ row, rows, view, selection }: RowKeysOptions): void => {
  const openInView = useOpenInView(view);
  const claim = useClaim();
  const { review: current, move } = row;
  const open = (decide?: Verdict) => current && (() => openInView(casePath(current.applicationId, view, decide)));
  const isSelecting = selection.items.length > 0;
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: open(),
    x: current && selection.mayHave(current) ? () => selection.toggle(current) : undefined,
    X: current && (() => selection.extendTo(rows, current)),
    a: isSelecting ? undefined : open('APPROVE'),
    r: isSelecting ? undefined : open('REJECT'),
    b: isSelecting ? undefined : open('RETURN'),
    c: current && (() => claim(current.applicationId)),
  });
};
