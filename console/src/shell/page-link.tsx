import Button from '@cloudscape-design/components/button';
import { useNavigate } from 'react-router';

/** A link to another page of the console. */
export const PageLink = ({ path, children }: { path: string; children: string }) => {
  const navigate = useNavigate();
  return (
    <Button
      variant="inline-link"
      href={path}
      onFollow={(event) => {
        event.preventDefault();
        navigate(path);
      }}
    >
      {children}
    </Button>
  );
};
