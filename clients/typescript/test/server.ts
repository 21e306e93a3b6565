import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createClient, type CreateCustomerPortalInput } from 'portico-client';

const { PORTICO_URL, PORTICO_API_KEY } = process.env;
if (!PORTICO_URL || !PORTICO_API_KEY) {
  throw new Error('PORTICO_URL and PORTICO_API_KEY must name a running server and a key of it');
}

/** Where the real server is, which `make test` starts on each engine. */
export const url = PORTICO_URL;

/** A client of the real server. */
export const client = createClient(url, PORTICO_API_KEY);

/** A customer with one of each: a guest in a room. */
export function hotel(customerKey: string): CreateCustomerPortalInput {
  return {
    customerData: {
      customerKey,
      guests: [{ guestKey: 'ann', name: 'Ann Archer', emailAddress: 'ann@example.com' }],
      rooms: [{ roomKey: '101', name: 'Room 101' }, { roomKey: '102', name: 'Room 102' }],
      reservations: [{ reservationKey: 'r-1', guestKey: 'ann', roomKeys: ['101'], startsAt: '2030-05-01T15:00:00+02:00' }],
    },
  };
}

/** Gives the URL of what stands between a client and its server, until the test ends. */
export async function answering(t: TestContext, listener: RequestListener): Promise<string> {
  const between = createServer(listener);
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    between.closeAllConnections();
    between.close();
  });
  return `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
}
