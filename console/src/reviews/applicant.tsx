import Box from '@cloudscape-design/components/box';

/** Name and address of an applicant in a cell of a list. */
export const Applicant = ({ name, address }: { name: string; address: string }) => (
  <span title={`${name}, ${address}`}>
    {name}{' '}
    <Box variant="small" display="inline">
      {address}
    </Box>
  </span>
);
