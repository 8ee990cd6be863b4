import Cards, { type CardsProps } from '@cloudscape-design/components/cards';
import type { TableProps } from '@cloudscape-design/components/table';

/** The content of a table as cards: the cell of its row header is the header of the card, each other cell a section. */
export default function CardList(table: TableProps) {
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
}

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
