/** Prints the lines that point a shell's AWS tools at the one-machine runtime: `eval "$(npm run -s env)"`. */
const endpoint = process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566';

const variables = {
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
};

for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${value}`);
