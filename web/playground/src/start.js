// Lines of at most fifty characters, which the editor shows whole on a laptop.
export const startQuery = `# Welcome to Portico. This makes a portal for a
# customer, and the magic link that opens it.
#
# 1. Put your API key into the Headers tab below.
# 2. Press the run button, or Ctrl-Enter.
# 3. Open the "url" of the answer in a new tab.
#
# The data that is sent is in the Variables tab.

mutation CreatePortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    magicLink {
      id
      url
      status
      expiresAt
    }
    customer {
      key
    }
    unresolvedReferences {
      path
      key
    }
    warnings {
      code
      message
    }
  }
}
`;

// The dates are fixed: ones that moved with the day would look to GraphiQL
// like an edited tab, and open another at each visit.
export const startVariables = `{
  "input": {
    "customerData": {
      "customerKey": "hotel_sunrise",
      "guests": [
        {
          "guestKey": "guest_ada",
          "name": "Ada Lovelace",
          "emailAddress": "ada@example.com"
        }
      ],
      "rooms": [
        { "roomKey": "room_101", "name": "Room 101" }
      ],
      "reservations": [
        {
          "reservationKey": "reservation_1",
          "name": "Ada in room 101",
          "startsAt": "2030-06-01T15:00:00Z",
          "endsAt": "2030-06-05T11:00:00Z",
          "guestKey": "guest_ada",
          "roomKeys": ["room_101"]
        }
      ]
    },
    "features": {
      "connect": { "exclude": false },
      "manageDevices": { "exclude": false },
      "organize": { "exclude": false }
    },
    "isEmbedded": false
  }
}`;

// One word that a double click selects, to be replaced by pasting the key.
export const keyPlaceholder = 'portico_YOUR_API_KEY';

export const startHeaders = `{
  "Authorization": "Bearer ${keyPlaceholder}"
  // The first start of Portico showed a key, or wrote
  // it to the file first-key beside the database.
  // To make another: portico workspace list, then
  // portico key create --workspace ID
}`;
