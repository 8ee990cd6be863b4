import Box from '@cloudscape-design/components/box';
import './json-data.css';

/** JSON data with a title. Nothing if the value is undefined. */
export const JsonData = ({ title, value }: { title: string; value: unknown }) =>
  value === undefined ? null : (
    <div>
      <Box variant="awsui-key-label">{title}</Box>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable element must be reachable by keyboard */}
      <section className="data" tabIndex={0} aria-label={title}>
        <pre>{JSON.stringify(value, undefined, 2)}</pre>
      </section>
    </div>
  );
