import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { ApiProblem } from '../../../api/problem.ts';
import { type Texts, useTexts } from '../texts/texts.tsx';

/** A message about an error, with advice for the user. */
export const explain = (error: unknown, { t }: Pick<Texts, 't'>): string => {
  if (!(error instanceof ApiProblem)) return String(error);
  if (error.status === 0) return t('error.network');
  return error.message || t('error.status', { status: error.status });
};

/** Shows an error in place of data that could not be loaded. */
export const LoadError = ({ error, retry }: { error: unknown; retry(): void }) => {
  const texts = useTexts();
  const again = <Button onClick={retry}>{texts.t('app.retry')}</Button>;
  return (
    <Alert type="error" header={texts.t('error.load')} action={again}>
      {explain(error, texts)}
    </Alert>
  );
};
