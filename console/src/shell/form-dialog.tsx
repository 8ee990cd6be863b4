import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';

interface FormDialogProps {
  readonly title: string;
  /** Text of the button that confirms. */
  readonly action: string;
  readonly children: ReactNode;
  close(): void;
  confirm(): void;
}

/** Dialog with a form, which the user confirms or cancels. */
export const FormDialog = ({ title, action, children, close, confirm }: FormDialogProps) => {
  const { t } = useTexts();
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={t('app.close')}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={close}>{t('app.cancel')}</Button>
            <Button variant="primary" onClick={confirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
};
