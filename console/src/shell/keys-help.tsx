import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import type { TextKey } from '../texts/en.ts';
import { useTexts } from '../texts/texts.tsx';

const KEYS: readonly (readonly [keys: readonly string[], does: TextKey])[] = [
  [['j'], 'keys.next'],
  [['k'], 'keys.previous'],
  [['Enter'], 'keys.open'],
  [['a'], 'keys.approve'],
  [['r'], 'keys.reject'],
  [['b'], 'keys.return'],
  [['1', '2', '3', '4'], 'keys.reason'],
  [['Ctrl', 'Enter'], 'keys.send'],
  [['c'], 'keys.claim'],
  [['x'], 'keys.select'],
  [['Shift', 'X'], 'keys.select-range'],
  [['n'], 'next.take'],
  [['u'], 'keys.undo'],
  [['i'], 'keys.inbox'],
  [['Ctrl', 'K'], 'keys.palette'],
  [['?'], 'keys.help'],
];

export const KeysHelp = ({ close }: { close(): void }) => {
  const { t } = useTexts();
  return (
    <Modal
      visible
      header={t('keys.title')}
      closeAriaLabel={t('app.close')}
      onDismiss={close}
      footer={<Button onClick={close}>{t('app.close')}</Button>}
    >
      <Table
        variant="embedded"
        items={KEYS}
        ariaLabels={{ tableLabel: t('keys.title') }}
        columnDefinitions={[
          { id: 'does', header: t('palette.title'), cell: ([, does]) => t(does), isRowHeader: true },
          {
            id: 'keys',
            header: t('keys.title'),
            cell: ([keys]) => keys.map((key) => <kbd key={key}>{key}</kbd>),
          },
        ]}
      />
    </Modal>
  );
};
