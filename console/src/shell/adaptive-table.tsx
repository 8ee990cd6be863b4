import Table, { type TableProps } from '@cloudscape-design/components/table';
import { lazy, Suspense } from 'react';
import { useIsNarrow } from './narrow.ts';

const CardList = lazy(() => import('./card-list.tsx'));

/** A table; on a phone a list of cards with the same content, because a table would be cut off. */
export const AdaptiveTable = <Item,>(props: TableProps<Item>) => {
  if (!useIsNarrow()) return <Table {...props} />;
  return (
    <Suspense>
      <CardList {...(props as TableProps)} />
    </Suspense>
  );
};
