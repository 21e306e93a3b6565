// Makes a customer's portal and prints the link to it.
import { createClient, CreateCustomerPortal } from 'portico-client';

const { PORTICO_URL = 'http://localhost:8080', PORTICO_API_KEY = '' } = process.env;
const client = createClient(PORTICO_URL, PORTICO_API_KEY);
const made = await client.request(CreateCustomerPortal, {
  input: {
    customerData: {
      customerKey: 'grand-hotel',
      guests: [{ guestKey: 'ann', name: 'Ann Archer' }],
      rooms: [{ roomKey: '101', name: 'Room 101' }],
      reservations: [{ reservationKey: 'r-1', guestKey: 'ann', roomKeys: ['101'] }],
    },
  },
});
console.log(made.createCustomerPortal.magicLink.url);
