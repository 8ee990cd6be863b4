import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CaseFile } from '../../../api/types.generated.ts';
import type { Finding } from '../../../case-file/finding.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { useTexts } from '../texts/texts.tsx';

export interface VerificationProps {
  /** Number of entries. */
  readonly count: number;
  readonly findings: readonly Finding[];
  readonly sealed: CaseFile['sealed'];
}

/** What the verification of a file found, and up to where the file is sealed. */
export const Verification = ({ count, findings, sealed }: VerificationProps) => {
  const { t, time } = useTexts();
  const seal =
    sealed === undefined
      ? t('file.not-sealed')
      : t('file.sealed', { number: sealed.number, time: time(sealed.sealedAt) });
  if (findings.length === 0)
    return (
      <Alert type="success" header={t('file.verified', { count })}>
        {seal}
      </Alert>
    );
  return (
    <SpaceBetween size="s">
      <Alert type="error" header={t('file.altered', { count, findings: findings.length })}>
        {t('file.altered-how')} {seal}
      </Alert>
      <AdaptiveTable
        items={findings}
        wrapLines
        ariaLabels={{ tableLabel: t('file.findings') }}
        columnDefinitions={[
          { id: 'number', header: t('file.column.number'), cell: ({ number }) => number, width: 80 },
          { id: 'what', header: t('file.column.finding'), cell: ({ what }) => t(`file.finding.${what}`), width: 140 },
          { id: 'why', header: t('file.column.why'), isRowHeader: true, cell: ({ text }) => text },
        ]}
      />
    </SpaceBetween>
  );
};
