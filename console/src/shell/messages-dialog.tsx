import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useNavigate } from 'react-router';
import { useOutbox } from '../reviews/outbox.tsx';
import type { RecentDecision } from '../reviews/recent-decisions.ts';
import { useTexts } from '../texts/texts.tsx';
import { NoticeRow } from './notice-row.tsx';
import { useNotices } from './notices.tsx';

/** Dialog with every message, and the user's decisions in this tab with links to their cases. */
export const MessagesDialog = ({ close }: { close(): void }) => {
  const { t } = useTexts();
  const { items } = useNotices();
  const { recent } = useOutbox();
  return (
    <Modal
      visible
      header={t('app.notifications')}
      closeAriaLabel={t('app.close')}
      onDismiss={close}
      footer={<Button onClick={close}>{t('app.close')}</Button>}
    >
      <SpaceBetween size="l">
        {items.length === 0 && <Box color="text-status-inactive">{t('notices.none')}</Box>}
        {items.length > 0 && (
          <div>
            {items.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} />
            ))}
          </div>
        )}
        <section aria-label={t('recent.title')}>
          <Header variant="h3" description={t('recent.help')}>
            {t('recent.title')}
          </Header>
          {recent.length === 0 && <Box color="text-status-inactive">{t('recent.none')}</Box>}
          <ul className="recent">
            {recent.map((decision) => (
              <Recent key={`${decision.applicationId} ${decision.at}`} decision={decision} close={close} />
            ))}
          </ul>
        </section>
      </SpaceBetween>
    </Modal>
  );
};

const Recent = ({ decision: { applicationId, decision, at, isAccepted }, close }: RecentProps) => {
  const { t, moment } = useTexts();
  const navigate = useNavigate();
  const path = `/reviews/${encodeURIComponent(applicationId)}`;
  const follow = (event: CustomEvent) => {
    event.preventDefault();
    close();
    navigate(path);
  };
  return (
    <li>
      <Button variant="inline-link" href={path} onFollow={follow}>
        {applicationId}
      </Button>
      <StatusIndicator type={isAccepted ? (decision === 'APPROVE' ? 'success' : 'stopped') : 'error'}>
        {isAccepted ? t(`decision.${decision}`) : t('recent.refused')}
      </StatusIndicator>
      <Box variant="span" color="text-body-secondary">
        {moment(at)}
      </Box>
    </li>
  );
};

interface RecentProps {
  readonly decision: RecentDecision;
  close(): void;
}
