import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DeadLetter } from '../../../api/types.generated.ts';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { JsonData } from './json-data.tsx';

interface MessageDetailsProps {
  readonly id: string;
  /** Undefined if the message is no longer in the queue. */
  readonly letter: DeadLetter | undefined;
  /** True until the content of the message is loaded. */
  readonly isLoading: boolean;
  close(): void;
}

/** Details of a dead-letter message. Its content is there only for roles that may see applicants' data. */
export const MessageDetails = ({ id, letter, isLoading, close }: MessageDetailsProps) => {
  const { t } = useTexts();
  const closeButton = <Button variant="icon" iconName="close" ariaLabel={t('app.close')} onClick={close} />;
  const contentOf = ({ payload }: DeadLetter) =>
    payload === undefined ? (
      <Box color="text-body-secondary">{t(isLoading ? 'app.loading' : 'letters.payload-hidden')}</Box>
    ) : (
      <JsonData title={t('letters.payload')} value={payload} />
    );
  return (
    <Container
      header={
        <Header variant="h2" actions={closeButton}>
          {t('letters.message')}
        </Header>
      }
    >
      <SpaceBetween size="s">
        {letter === undefined ? (
          <Box color="text-body-secondary">{t(isLoading ? 'app.loading' : 'letters.gone', { id })}</Box>
        ) : (
          <>
            <Facts letter={letter} />
            {contentOf(letter)}
          </>
        )}
      </SpaceBetween>
    </Container>
  );
};

const Facts = ({ letter: { id, about, cause, sentAt, receiveCount } }: { letter: DeadLetter }) => {
  const { t, moment } = useTexts();
  const { what, applicationId } = about;
  const application = applicationId && (
    <PageLink path={`/applications/${encodeURIComponent(applicationId)}/run`}>{applicationId}</PageLink>
  );
  return (
    <KeyValuePairs
      columns={1}
      items={[
        { label: t('letters.id'), value: id },
        {
          label: t('letters.about'),
          value: (
            <>
              {what} {application}
            </>
          ),
        },
        { label: t('letters.cause'), value: `${cause.code}: ${cause.message}` },
        { label: t('letters.sent'), value: moment(sentAt) },
        { label: t('letters.received'), value: receiveCount },
      ]}
    />
  );
};
