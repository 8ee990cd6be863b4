import Box from '@cloudscape-design/components/box';

/** Name and address of an applicant in a cell of a list. */
export const Applicant = ({ name, address }: { name: string; address: string }) => (
  <>
    {name}
    <Box variant="small" display="block">
      {address}
    </Box>
  </>
);
