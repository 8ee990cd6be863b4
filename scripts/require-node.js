const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `This project runs on Node 24, found ${process.versions.node}. On Linux and Windows (x64, Linux also arm64) \`npm ci\` installs it;\n` +
      'on other systems install Node 24 or newer first: https://nodejs.org\n',
  );
  process.exit(1);
}
