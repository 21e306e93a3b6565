import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient, CreateCustomerPortal, GetWorkspace, PorticoError } from 'portico-client';
import { answering, client, hotel, url } from './server.ts';

/** Gives the error of a call that the server must refuse. */
async function refused(call: Promise<unknown>): Promise<PorticoError> {
  const error: unknown = await call.then(() => assert.fail('it was not refused'), (thrown: unknown) => thrown);
  assert.ok(error instanceof PorticoError, String(error));
  return error;
}

test('every fault arrives with its code and field', async () => {
  const input = hotel('faults');
  input.customerData.rooms = [{ roomKey: '101', name: '' }];
  input.customerData.guests = [{ guestKey: ' ann', name: 'Ann' }];
  const error = await refused(client.request(CreateCustomerPortal, { input }));
  assert.deepEqual(error.faults.map(({ field }) => field).sort(), ['customerData.guests[0].guestKey', 'customerData.rooms[0].name']);
  assert.equal(error.code, 'BAD_USER_INPUT');
  assert.equal(error.field, error.faults[0].field);
});

test('a wrong key is typed', async () => {
  const error = await refused(createClient(url, 'portico_12345678_123456789012345678901234').request(GetWorkspace));
  assert.deepEqual([error.code, error.status, error.field], ['UNAUTHENTICATED', 401, undefined]);
});

test("a proxy's answer is an error with its status", async (t) => {
  for (const text of [`<html>${'Bad Gateway '.repeat(10_000)}`, '{"errors":"none"}', '[]', '{"data":null}']) {
    const between = await answering(t, (_, response) => void response.writeHead(502).end(text));
    const error = await refused(createClient(between, 'portico_secret').request(GetWorkspace));
    assert.deepEqual([error.status, error.code], [502, undefined]);
    assert.ok(error.message.length < 400);
  }
});

test('a key does not follow a redirect', async (t) => {
  const elsewhere = await answering(t, (request) => assert.fail(`it got ${request.headers.authorization}`));
  const between = await answering(t, (_, response) => void response.writeHead(307, { location: `${elsewhere}/graphql` }).end());
  await assert.rejects(createClient(between, 'portico_secret').request(GetWorkspace), TypeError);
});

test('a call that is not answered ends', async (t) => {
  const between = await answering(t, () => {});
  await assert.rejects(createClient(between, 'portico_secret', { timeout: 50 }).request(GetWorkspace), { name: 'TimeoutError' });
});

test('what every call carries', async (t) => {
  const between = await answering(t, (request, response) => {
    const { authorization, 'seam-workspace': workspace } = request.headers;
    response.end(JSON.stringify({ data: { workspace: { id: workspace, name: `${request.url} ${authorization}` } } }));
  });
  const { workspace } = await createClient(`${between}/`, 'portico_secret', { workspace: 'w' }).request(GetWorkspace);
  assert.deepEqual([workspace.id, workspace.name], ['w', '/graphql Bearer portico_secret']);
});
