import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssignDevices,
  CheckCustomerPortal,
  CompleteDeviceAction,
  CreateCustomerPortal,
  CreateWebhookEndpoint,
  DeleteCustomerData,
  DeleteWebhookEndpoint,
  EndPortalSessions,
  GetCustomer,
  GetMagicLink,
  GetWebhookEndpoint,
  ListDeviceActions,
  ListEvents,
  ListMagicLinks,
  ListSpaces,
  ListSpacesWithDevices,
  PorticoError,
  PushDevices,
  RedeemMagicLink,
  RequestDeviceAction,
  RevokeMagicLink,
  RotateMagicLink,
  UpdateMagicLink,
  UpdateWebhookEndpoint,
} from 'portico-client';
import { client, hotel } from './server.ts';

test('what is sent is read back', async () => {
  const made = (await client.request(CreateCustomerPortal, { input: hotel('read back') })).createCustomerPortal;
  assert.equal(made.magicLink.status, 'ACTIVE');
  assert.deepEqual([...made.unresolvedReferences, ...made.warnings], []);

  const { customer } = await client.request(GetCustomer, { key: 'read back' });
  assert.deepEqual(customer?.spaces.nodes.map(({ kind, key }) => [kind, key]), [['ROOM', '101'], ['ROOM', '102']]);
  const [grant] = customer?.accessGrants.nodes ?? [];
  assert.equal(grant?.startsAt, '2030-05-01T13:00:00.000000Z');
  assert.equal(grant?.userIdentity?.emailAddress, 'ann@example.com');

  const page = (await client.request(ListSpaces, { customerKey: 'read back', first: 1 })).customer?.spaces;
  assert.equal(page?.pageInfo.hasNextPage, true);
  const next = (await client.request(ListSpaces, { customerKey: 'read back', after: page?.pageInfo.endCursor })).customer?.spaces;
  assert.deepEqual(next?.nodes.map(({ key }) => key), ['102']);

  const input = { customerKey: 'read back', roomKeys: ['101', '999'] };
  assert.equal((await client.request(DeleteCustomerData, { input })).deleteCustomerData.deletedCount, 1);
  assert.equal((await client.request(GetCustomer, { key: 'nobody' })).customer, null);
});

test("a link's life", async () => {
  const { magicLink } = (await client.request(CreateCustomerPortal, { input: hotel('link') })).createCustomerPortal;
  const { id, url, expiresAt } = magicLink;
  const longer = (await client.request(UpdateMagicLink, { input: { id, expiresInSeconds: 7 * 24 * 3600 } })).updateMagicLink.magicLink;
  assert.equal(longer.url, url);
  assert.ok(longer.expiresAt > expiresAt);
  const rotated = (await client.request(RotateMagicLink, { input: { id } })).rotateMagicLink.magicLink;
  assert.notEqual(rotated.url, url);
  await assert.rejects(client.request(RedeemMagicLink, { input: { token: url } }), (error) => {
    assert.ok(error instanceof PorticoError);
    assert.equal(error.code, 'MAGIC_LINK_INVALID');
    return true;
  });
  const { session } = (await client.request(RedeemMagicLink, { input: { token: rotated.url } })).redeemMagicLink;
  assert.equal(session.magicLinkId, id);
  assert.equal((await client.request(EndPortalSessions, { input: { customerKey: 'link' } })).endPortalSessions.endedCount, 1);
  await client.request(RevokeMagicLink, { input: { id } });
  assert.equal((await client.request(GetMagicLink, { id })).magicLink?.status, 'REVOKED');
  const { magicLinks } = await client.request(ListMagicLinks, { filter: { customerKey: 'link', status: 'REVOKED' } });
  assert.deepEqual(magicLinks.nodes.map((link) => link.id), [id]);
  const types = (await client.request(ListEvents, { filter: { subjectId: id } })).events.nodes.map(({ type }) => type);
  for (const type of ['MAGIC_LINK_CREATED', 'MAGIC_LINK_UPDATED', 'MAGIC_LINK_ROTATED', 'MAGIC_LINK_REVOKED'] as const) {
    assert.ok(types.includes(type), type);
  }
});

test('a dry run tells and stores nothing', async () => {
  const input = hotel('dry run');
  const { comparison } = (await client.request(CheckCustomerPortal, { input })).checkCustomerPortal;
  assert.deepEqual([comparison.customerIsNew, comparison.spaces.created], [true, 2]);
  input.customerData.rooms = [{ roomKey: '101', name: '' }];
  const { faults } = (await client.request(CheckCustomerPortal, { input })).checkCustomerPortal;
  assert.deepEqual(faults.map(({ field }) => field), ['customerData.rooms[0].name']);
  assert.equal((await client.request(GetCustomer, { key: 'dry run' })).customer, null);
});

test('a device is pushed, asked, and answers as a connector does', async () => {
  await client.request(CreateCustomerPortal, { input: hotel('devices') });
  const input = {
    customerKey: 'devices',
    devices: [{ deviceKey: 'door', name: 'Front door', type: 'LOCK' as const, capabilities: ['UNLOCK' as const], state: { isLocked: true } }],
  };
  assert.equal((await client.request(PushDevices, { input })).pushDevices.createdCount, 1);
  const { customer } = await client.request(GetCustomer, { key: 'devices' });
  const [device] = customer?.devices.nodes ?? [];
  const [space] = customer?.spaces.nodes ?? [];
  assert.ok(device && space);
  assert.equal(device.isOnline, true);
  assert.equal(device.batteryLevel, null);
  await client.request(AssignDevices, { input: { spaceId: space.id, deviceIds: [device.id] } });
  const places = await client.request(ListSpacesWithDevices, { customerKey: 'devices', firstDevices: 1 });
  assert.deepEqual(places.customer?.spaces.nodes.map((place) => place.devices.nodes.map(({ key }) => key)), [['door'], []]);
  await client.request(RequestDeviceAction, { input: { deviceId: device.id, capability: 'UNLOCK' } });
  const { deviceActions } = await client.request(ListDeviceActions, { filter: { status: 'PENDING', deviceId: device.id } });
  const [waiting] = deviceActions.nodes;
  assert.ok(waiting);
  const done = await client.request(CompleteDeviceAction, { input: { id: waiting.id, succeeded: true, state: { isLocked: false } } });
  assert.equal(done.completeDeviceAction.deviceAction.status, 'SUCCEEDED');
});

test('a webhook endpoint keeps what a change does not name', async () => {
  const input = { url: 'https://hooks.example.com/portico', eventTypes: ['CREDENTIAL_LEAKED' as const] };
  const { webhookEndpoint } = (await client.request(CreateWebhookEndpoint, { input })).createWebhookEndpoint;
  const { id } = webhookEndpoint;
  const changed = (await client.request(UpdateWebhookEndpoint, { input: { id, enabled: false } })).updateWebhookEndpoint.webhookEndpoint;
  assert.deepEqual([changed.url, changed.eventTypes], [input.url, input.eventTypes]);
  assert.ok(changed.disabledAt);
  await client.request(DeleteWebhookEndpoint, { input: { id } });
  assert.equal((await client.request(GetWebhookEndpoint, { id })).webhookEndpoint, null);
});
