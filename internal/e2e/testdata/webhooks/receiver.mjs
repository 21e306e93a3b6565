// Takes webhooks, fails every other call of each event, and writes a line of JSON for each that it takes. It is told the endpoint's
// secret on its standard input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

let webhook;
createInterface({ input: process.stdin }).on('line', (secret) => {
  webhook = new Webhook(secret);
});

const calls = new Map();
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const id = request.headers['webhook-id'];
    calls.set(id, (calls.get(id) ?? 0) + 1);
    const line = { id, failed: calls.get(id) % 2 === 1 };
    try {
      line.type = webhook.verify(body, request.headers).type;
      line.event = JSON.parse(body).data.eventId;
    } catch (error) {
      line.wrong = String(error);
    }
    console.log(JSON.stringify(line));
    response.writeHead(line.failed ? 500 : 204).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
