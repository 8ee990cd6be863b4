import Box from '@cloudscape-design/components/box';
import Cards, { type CardsProps } from '@cloudscape-design/components/cards';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { RowGroup } from './row-group.ts';

interface CardListProps extends TableProps {
  readonly groups?: readonly RowGroup<unknown>[] | undefined;
}

/** The content of a table as cards: the cell of its row header is the header of the card, each other cell a section. */
export default function CardList({ groups = [], ...table }: CardListProps) {
  if (groups.length === 0) return <OneList {...table} />;
  const { header, filter, pagination, selectedItems = [], onSelectionChange, ...rest } = table;
  return (
    <SpaceBetween size="s">
      {header}
      {filter}
      {pagination}
      {groups.map(({ id, heading, items }) => {
        const others = selectedItems.filter((item) => !items.includes(item));
        return (
          <section key={id} aria-label={heading}>
            <Box variant="h2" padding={{ bottom: 'xs' }}>
              {heading}
            </Box>
            <OneList
              {...rest}
              items={items}
              selectedItems={selectedItems.filter((item) => items.includes(item))}
              onSelectionChange={(event) => {
                const all = [...others, ...event.detail.selectedItems];
                onSelectionChange?.(new CustomEvent(event.type, { detail: { selectedItems: all } }));
              }}
            />
          </section>
        );
      })}
    </SpaceBetween>
  );
}

const OneList = (table: TableProps) => {
  const { columnDefinitions, ariaLabels, items } = table;
  const heading = columnDefinitions.find(({ isRowHeader }) => isRowHeader) ?? columnDefinitions[0];
  const sections = columnDefinitions
    .filter((column) => column !== heading)
    .map(({ id, header, cell }, index) => ({ id: id ?? String(index), header, content: cell }));
  return (
    <Cards
      {...given(table, ['header', 'filter', 'pagination', 'empty', 'loading', 'loadingText', 'trackBy'])}
      {...given(table, ['isItemDisabled', 'onSelectionChange', 'selectedItems', 'selectionType'])}
      items={items}
      cardDefinition={{ header: (item) => heading?.cell(item), sections }}
      cardsPerRow={[{ cards: 1 }]}
      {...(ariaLabels && { ariaLabels: labelsOf(ariaLabels) })}
    />
  );
};

/** The members of these names that the table has; Cards takes them as they are. */
const given = (table: TableProps, names: readonly (keyof CardsProps & keyof TableProps)[]) =>
  Object.fromEntries(names.flatMap((name) => (table[name] === undefined ? [] : [[name, table[name]]])));

const labelsOf = ({
  tableLabel,
  selectionGroupLabel,
  itemSelectionLabel,
}: TableProps.AriaLabels<unknown>): NonNullable<CardsProps['ariaLabels']> => ({
  selectionGroupLabel: selectionGroupLabel ?? tableLabel ?? '',
  itemSelectionLabel: itemSelectionLabel ?? (() => ''),
  ...(tableLabel !== undefined && { cardsLabel: tableLabel }),
});
