// A program that speaks Seam's API by Seam's own package, as it comes. It is told the server's address and a key by the
// environment, writes a line of JSON for each step that it made, and ends with an error where a step went another way.
import assert from 'node:assert/strict';

const { ENDPOINT: endpoint, API_KEY: apiKey } = process.env;

const data = {
  customer_key: 'grand hotel & sons',
  spaces: [{ space_key: 's', name: 'Space' }],
  properties: [{ property_key: 'p', name: 'Property' }],
  rooms: [{ room_key: '101', name: 'Room 101' }, { room_key: '102', name: 'Zimmer 102 – süß' }],
  common_areas: [{ common_area_key: 'c', name: 'Common area' }],
  units: [{ unit_key: 'u', name: 'Unit' }],
  facilities: [{ facility_key: 'f', name: 'Facility' }],
  buildings: [{ building_key: 'b', name: 'Building' }],
  listings: [{ listing_key: 'l', name: 'Listing' }],
  property_listings: [{ property_listing_key: 'pl', name: 'Property listing' }],
  guests: [{ guest_key: 'ann', name: 'Ann Archer', email_address: 'ann@example.com', phone_number: '+15550100' }],
  tenants: [{ tenant_key: 't', name: 'Tenant' }],
  residents: [{ resident_key: 'r', name: 'Resident' }],
  users: [{ user_key: 'u', name: 'User' }],
  user_identities: [{ user_identity_key: 'ui', name: 'User identity' }],
  reservations: [{ reservation_key: 'r-1', name: 'Stay', guest_key: 'ann', room_keys: ['101'], starts_at: '2030-05-01T15:00:00+02:00', ends_at: '2030-05-04T10:00:00+02:00' }],
  bookings: [{ booking_key: 'b-1', name: 'Booking', user_key: 'u' }],
  access_grants: [{ access_grant_key: 'a-1', name: 'Grant', space_keys: ['s'] }],
};

const step = (name, more = {}) => console.log(JSON.stringify({ step: name, ...more }));

// refused gives the error that a call ends with.
const refused = async (call) => {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return assert.fail('a call that must be refused was answered');
};

export const tell = async ({ SeamHttp, SeamHttpCustomers, isSeamHttpInvalidInputError, isSeamHttpUnauthorizedError }) => {
  const seam = new SeamHttp({ endpoint, apiKey });
  const isThere = (portal) => {
    assert.equal(portal.customer_key, data.customer_key);
    assert.match(portal.url, /\/p\/pl_/);
    assert.ok(Date.parse(portal.expires_at) > Date.now());
    return portal;
  };
  const configuration = { customer_data: data, features: { connect: { exclude: true }, organize: {}, manage_devices: {} }, is_embedded: false };
  const portal = isThere(await seam.customers.createPortal(configuration));
  step('created', { url: portal.url });
  assert.notEqual(isThere(await seam.customers.createPortal(configuration)).url, portal.url);
  step('created again');
  await seam.customers.pushData({ customer_key: data.customer_key, rooms: [{ room_key: '103', name: 'Room 103' }], guests: [] });
  step('pushed');

  // The older of the two has no call of its own for it; its client is sent by as this one's does.
  const remove = SeamHttpCustomers.prototype.deleteData
    ? (keys) => seam.customers.deleteData(keys)
    : (keys) => seam.client.delete('/customers/delete_data', { params: keys });
  await remove({ room_keys: ['101', '102'], guest_keys: ['ann'], unit_keys: [] });
  step('deleted by DELETE');
  await seam.client.post('/customers/delete_data', { booking_keys: ['b-1'], reservation_keys: ['r-1', 'none'] });
  step('deleted by POST');

  const invalid = await refused(() => seam.customers.pushData({ customer_key: 5, rooms: [{ room_key: '1' }] }));
  assert.ok(isSeamHttpInvalidInputError(invalid), String(invalid));
  assert.equal(invalid.code, 'invalid_input');
  assert.equal(invalid.statusCode, 400);
  assert.match(invalid.requestId, /^[0-9a-f-]{36}$/);
  assert.match(invalid.message, /^2 Input Errors: Expected string, received number for "customer_key", rooms\.0\.name is required$/);
  assert.deepEqual(invalid.getValidationErrorMessages('customer_key'), ['Expected string, received number']);
  step('refused as invalid');
  const stranger = new SeamHttp({ endpoint, apiKey: 'seam_abcdefgh_abcdefghijkmnopqrstuvwxy' });
  const unauthorized = await refused(() => stranger.customers.createPortal(configuration));
  assert.ok(isSeamHttpUnauthorizedError(unauthorized), String(unauthorized));
  assert.equal(unauthorized.statusCode, 401);
  assert.match(unauthorized.requestId, /^[0-9a-f-]{36}$/);
  step('refused as unauthorized');

  await remove({ customer_keys: ['somebody', 'else'] });
  step('ready to be deleted');
  for await (const _ of process.stdin) break;
  await remove({ customer_keys: [data.customer_key] });
  await remove({ customer_keys: [data.customer_key] });
  step('deleted twice');
};
