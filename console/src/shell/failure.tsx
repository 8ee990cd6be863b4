import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';

/** Error boundary: if a page throws, the rest of the console still works. */
export class Failure extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Failed /> : this.props.children;
  }
}

const Failed = () => {
  const { t } = useTexts();
  const reload = <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>;
  return (
    <Alert type="error" header={t('app.failed')} action={reload}>
      {t('app.failed-how')}
    </Alert>
  );
};
