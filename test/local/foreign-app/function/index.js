const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');

const tables = new DynamoDBClient();

exports.handler = async ({ Records }) => {
  const { TABLE, DEPOT, COLOUR = 'brown' } = process.env;
  for (const { body } of Records) {
    const item = { id: JSON.parse(body).id, depot: DEPOT, colour: COLOUR, storedAt: new Date().toISOString() };
    const Item = Object.fromEntries(Object.entries(item).map(([name, S]) => [name, { S }]));
    await tables.send(new PutItemCommand({ TableName: TABLE, Item }));
  }
};
