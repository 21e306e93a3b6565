/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from './document.js';
/** Narrows a list of grants. Conditions that are given must all hold. */
export type AccessGrantFilter = {
  /** Only grants that hold at this moment: begun (or without a beginning) and not yet ended. */
  activeAt?: string | null | undefined;
  /** Only grants that end after this moment, or have no end. */
  endsAfter?: string | null | undefined;
  /** Only grants with this key, whatever their kind. */
  key?: string | null | undefined;
  /** Only grants of this kind. */
  kind?: AccessGrantKind | null | undefined;
  /** Only grants whose name begins with this text; upper and lower case are the same. */
  namePrefix?: string | null | undefined;
  /** Only grants whose own name begins with this text, or whose person's name does; upper and lower case are the same. */
  search?: string | null | undefined;
  /** Only grants that begin before this moment, or have no beginning. */
  startsBefore?: string | null | undefined;
};

/** A right to enter, where neither reservation nor booking fits, as the business sends it: who may enter which places, from when to when. Upserted by its `accessGrantKey` within the customer. A key that names nothing yet is kept and resolves by itself when that thing arrives; until then the answer lists it in `unresolvedReferences`. */
export type AccessGrantInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's accessGrants. */
  accessGrantKey: string;
  /** Keys of places among the customer's buildings. A grant names at most 100 places in all. */
  buildingKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's commonAreas. A grant names at most 100 places in all. */
  commonAreaKeys?: Array<string> | null | undefined;
  /** When access ends: after `startsAt`. Without it, access has no end. */
  endsAt?: string | null | undefined;
  /** Keys of places among the customer's facilities. A grant names at most 100 places in all. */
  facilityKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's guests. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  guestKey?: string | null | undefined;
  /** Keys of places among the customer's listings. A grant names at most 100 places in all. */
  listingKeys?: Array<string> | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name?: string | null | undefined;
  /** The code that the person would like to enter by: text of 1 to 64 characters. */
  preferredCode?: string | null | undefined;
  /** Keys of places among the customer's properties. A grant names at most 100 places in all. */
  propertyKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's residents. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  residentKey?: string | null | undefined;
  /** Keys of places among the customer's rooms. A grant names at most 100 places in all. */
  roomKeys?: Array<string> | null | undefined;
  /** Keys of places of any kind: a space of that key, else the first kind in the order of `SpaceKind` that has it. A grant names at most 100 places in all. */
  spaceKeys?: Array<string> | null | undefined;
  /** When access begins. */
  startsAt?: string | null | undefined;
  /** Key of the person who gets access, among the customer's tenants. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  tenantKey?: string | null | undefined;
  /** Keys of places among the customer's units. A grant names at most 100 places in all. */
  unitKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's userIdentities. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userIdentityKey?: string | null | undefined;
  /** Key of the person who gets access, among the customer's users. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userKey?: string | null | undefined;
};

/** Which list a grant of access was sent in. */
export type AccessGrantKind =
  /** Sent in `accessGrants`: a right to enter, where neither reservation nor booking fits. */
  | 'ACCESS_GRANT'
  /** Sent in `bookings`: a booking, for instance of a hotel room. */
  | 'BOOKING'
  /** Sent in `reservations`: a reservation, for instance of a rental. */
  | 'RESERVATION';

/** Devices to put into a place. */
export type AssignDevicesInput = {
  /** The devices' ids: 1 to 100, all of the place's customer. */
  deviceIds: Array<string>;
  /** The place's id. */
  spaceId: string;
};

/** A booking, for instance of a hotel room, as the business sends it: who may enter which places, from when to when. Upserted by its `bookingKey` within the customer. A key that names nothing yet is kept and resolves by itself when that thing arrives; until then the answer lists it in `unresolvedReferences`. */
export type BookingInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's bookings. */
  bookingKey: string;
  /** Keys of places among the customer's buildings. A grant names at most 100 places in all. */
  buildingKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's commonAreas. A grant names at most 100 places in all. */
  commonAreaKeys?: Array<string> | null | undefined;
  /** When access ends: after `startsAt`. Without it, access has no end. */
  endsAt?: string | null | undefined;
  /** Keys of places among the customer's facilities. A grant names at most 100 places in all. */
  facilityKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's guests. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  guestKey?: string | null | undefined;
  /** Keys of places among the customer's listings. A grant names at most 100 places in all. */
  listingKeys?: Array<string> | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name?: string | null | undefined;
  /** The code that the person would like to enter by: text of 1 to 64 characters. */
  preferredCode?: string | null | undefined;
  /** Keys of places among the customer's properties. A grant names at most 100 places in all. */
  propertyKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's residents. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  residentKey?: string | null | undefined;
  /** Keys of places among the customer's rooms. A grant names at most 100 places in all. */
  roomKeys?: Array<string> | null | undefined;
  /** Keys of places of any kind: a space of that key, else the first kind in the order of `SpaceKind` that has it. A grant names at most 100 places in all. */
  spaceKeys?: Array<string> | null | undefined;
  /** When access begins. */
  startsAt?: string | null | undefined;
  /** Key of the person who gets access, among the customer's tenants. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  tenantKey?: string | null | undefined;
  /** Keys of places among the customer's units. A grant names at most 100 places in all. */
  unitKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's userIdentities. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userIdentityKey?: string | null | undefined;
  /** Key of the person who gets access, among the customer's users. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userKey?: string | null | undefined;
};

/** The main purpose of a portal. */
export type BuildingBlockType =
  /** Connecting accounts at other services: `connect` isn't excluded. */
  | 'CONNECT_ACCOUNTS'
  /** A console. `createCustomerPortal` never mints it. */
  | 'CONSOLE'
  /** Managing devices: `connect` is excluded, `manageDevices` isn't. */
  | 'MANAGE_DEVICES'
  /** Organizing devices into places: only `organize` isn't excluded. */
  | 'ORGANIZE_SPACES';

/** A building, as the business sends it. Upserted by its `buildingKey` within the customer. */
export type BuildingInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's buildings. */
  buildingKey: string;
  /** The name that people see: 1 to 255 characters. */
  name: string;
};

/** A shared area, such as a lobby or a pool, as the business sends it. Upserted by its `commonAreaKey` within the customer. */
export type CommonAreaInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's commonAreas. */
  commonAreaKey: string;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Key of the site that it belongs to, among the customer's sites. One that names nothing yet is kept and resolves by itself. */
  parentSiteKey?: string | null | undefined;
};

/** What became of an action. */
export type CompleteDeviceActionInput = {
  /** Why it failed, for people to read: at most 255 characters. Only where it has not succeeded. */
  error?: string | null | undefined;
  /** The action's id. */
  id: string;
  /** What the device tells of itself now; what is left out stays as it was. */
  state?: DeviceStateInput | null | undefined;
  /** Whether the device has done it. */
  succeeded: boolean;
};

/** Configuring automations, as the business sends it. */
export type ConfigureFeatureInput = {
  /** Whether the customer may change the rules of access. */
  allowAccessAutomationRuleCustomization?: boolean | null | undefined;
  /** Whether the customer may change the rules of climate. */
  allowClimateAutomationRuleCustomization?: boolean | null | undefined;
  /** Whether the customer may change how instant keys look. */
  allowInstantKeyCustomization?: boolean | null | undefined;
  /** Whether the portal goes without it. */
  exclude?: boolean | null | undefined;
};

/** Why an account could not be connected, or kept. */
export type ConnectionFailure =
  /** The customer refused the consent. */
  | 'CONSENT_DENIED'
  /** The consent has ended, or was taken back at the provider. */
  | 'CONSENT_ENDED'
  /** The provider refuses this server: its client id, secret, scopes or redirect URI aren't what it expects, or its issuer is another; or the provider was changed meanwhile. */
  | 'PROVIDER_MISCONFIGURED'
  /** The provider didn't answer, or not as it must. */
  | 'PROVIDER_UNAVAILABLE'
  /** What the provider answered can't be trusted, or lacks what it needs. */
  | 'RESPONSE_INVALID';

/** What `createCustomerPortal` takes. */
export type CreateCustomerPortalInput = {
  /** The customer and its data. */
  customerData: CustomerDataInput;
  /** What the portal's sessions read of property listings and reservations: those whose custom metadata fits all of these, at most 20. One without the field is hidden, and so are the devices in a listing that is. */
  customerResourcesFilters?: Array<CustomerResourcesFilterInput> | null | undefined;
  /** The id of a profile of the workspace that the portal looks by. Default: as the workspace says. */
  customizationProfileId?: string | null | undefined;
  /** The resource that the portal opens at. */
  deepLink?: DeepLinkInput | null | undefined;
  /** Sites that may frame this portal, instead of the workspace's list: origins such as `https://app.example.com`, at most 20. */
  embedOrigins?: Array<string> | null | undefined;
  /** Whether the portal offers no other language. */
  excludeLocalePicker?: boolean | null | undefined;
  /** The link's lifetime in seconds, 60 to 2592000 (30 days). Without it, the server's default: 24 hours unless `PORTICO_LINK_TTL` says otherwise. */
  expiresInSeconds?: number | null | undefined;
  /** The portal's features; each is on unless it is excluded, and at least one must be on. */
  features?: FeaturesInput | null | undefined;
  /** 1 to 255 characters that name this call. The same key within 24 hours gives the same link without a second write; with another input it is `IDEMPOTENCY_KEY_REUSED`. */
  idempotencyKey?: string | null | undefined;
  /** Whether the portal will be framed by the business's own site. Then a site must be allowed to: see `embedOrigins`. */
  isEmbedded?: boolean | null | undefined;
  /** What the portal shows first. */
  landingPage?: LandingPageInput | null | undefined;
  /** The portal's language. Default: as the visitor's browser says. */
  locale?: Locale | null | undefined;
  /** How often the link may be redeemed: at least 1. Null: as often as one likes until it expires. */
  maxRedemptions?: number | null | undefined;
  /** Whether the portal shows its navigation. RESTRICTED with a `deepLink`: its sessions read that resource and what it refers to, and nothing else. */
  navigationMode?: NavigationMode | null | undefined;
  /** Names an operator who looks at the customer's portal, such as one of the business's own support: it stands in the portal's header and in each event. 1 to 255 characters. */
  openedFor?: string | null | undefined;
  /** Whether the portal's sessions may change nothing: each mutation but `endPortalSession` is FORBIDDEN. */
  readOnly?: boolean | null | undefined;
  /** Where the link leads once it is dead, to fetch a new one: https, or http on localhost; at most 2048 characters. Default: the workspace's. */
  refreshUrl?: string | null | undefined;
  /** Whether the customer's other active links are revoked and its portal sessions ended, in the same transaction. */
  replaceExisting?: boolean | null | undefined;
  /** Where the portal's "back" leads: https, or http on localhost; at most 2048 characters. Default: the workspace's. */
  returnUrl?: string | null | undefined;
};

/** Where to send events, and which. */
export type CreateWebhookEndpointInput = {
  /** The types that it hears of; all, also those of later releases, where it is left out or empty. */
  eventTypes?: Array<EventType> | null | undefined;
  /** An absolute https URL without a user name or password, at most 2,048 characters, that leads to a public address. Where the server's operator allows private addresses, http as well. */
  url: string;
};

/** A property to keep beside a device. */
export type CustomPropertyInput = {
  /** Its name: 1 to 64 characters, unique among the device's properties. */
  name: string;
  /** Its value: at most 500 characters. */
  value: string;
};

/** A customer and the data to store for it. What is named is created, or replaced whole (an optional field that is left out is cleared); what isn't named stays as it is. The same key twice in one list is an error. */
export type CustomerDataInput = {
  /** Access grants: each is a right to enter, where neither reservation nor booking fits. */
  accessGrants?: Array<AccessGrantInput> | null | undefined;
  /** Bookings: each is a booking, for instance of a hotel room. */
  bookings?: Array<BookingInput> | null | undefined;
  /** Buildings: each is a building. */
  buildings?: Array<BuildingInput> | null | undefined;
  /** Common areas: each is a shared area, such as a lobby or a pool. */
  commonAreas?: Array<CommonAreaInput> | null | undefined;
  /** The business's own key of its customer (a hotel, a property manager, a gym): 1 to 255 characters, no white space at the ends, no control or text-direction characters. The customer is created when the key is new. */
  customerKey: string;
  /** Facilities: each is a gym or another fitness facility. */
  facilities?: Array<FacilityInput> | null | undefined;
  /** Guests: each is a guest of a hotel or rental. */
  guests?: Array<GuestInput> | null | undefined;
  /** Listings: each is a property's listing. */
  listings?: Array<ListingInput> | null | undefined;
  /** Properties: each is a short-term rental property. */
  properties?: Array<PropertyInput> | null | undefined;
  /** Property listings: each is a property's listing on a rental site. */
  propertyListings?: Array<PropertyListingInput> | null | undefined;
  /** Reservations: each is a reservation, for instance of a rental. */
  reservations?: Array<ReservationInput> | null | undefined;
  /** Residents: each is a resident of a building. */
  residents?: Array<ResidentInput> | null | undefined;
  /** Rooms: each is a room of a hotel or another hospitality business. */
  rooms?: Array<RoomInput> | null | undefined;
  /** Sites: each is what other places belong to, such as a campus. */
  sites?: Array<SiteInput> | null | undefined;
  /** Spaces: each is a general space or area. */
  spaces?: Array<SpaceInput> | null | undefined;
  /** Staff members: each works for the customer. */
  staffMembers?: Array<StaffMemberInput> | null | undefined;
  /** Tenants: each is a tenant of a unit or property. */
  tenants?: Array<TenantInput> | null | undefined;
  /** Units: each is a residential unit in a building with several. */
  units?: Array<UnitInput> | null | undefined;
  /** User identities: each is a person, where none of the other words fits. */
  userIdentities?: Array<UserIdentityInput> | null | undefined;
  /** Users: each is a user or member, for instance of a gym. */
  users?: Array<UserInput> | null | undefined;
};

/** Narrows a list of customers. */
export type CustomerFilter = {
  /** Only customers whose key begins with this text. */
  keyPrefix?: string | null | undefined;
};

/** A filter over the custom metadata of property listings and reservations. */
export type CustomerResourcesFilterInput = {
  /** The key in the custom metadata: 1 to 40 letters, digits and underscores, not a digit first. */
  field: string;
  /** How it is compared: `=`. */
  operation: string;
  /** What it must be: a text of 1 to 500 characters, or true or false. */
  value: boolean | string;
};

/** The resource that a portal opens at. */
export type DeepLinkInput = {
  /** The device's id: for a DEVICE alone, which needs it. */
  resourceId?: string | null | undefined;
  /** The business's key of it: for a RESERVATION or a SPACE, which need it, and not for a DEVICE. */
  resourceKey?: string | null | undefined;
  /** What it is. */
  resourceType: DeepLinkResourceType;
};

/** What a deep link can lead to. */
export type DeepLinkResourceType =
  /** A device, with the place that it is in. */
  | 'DEVICE'
  /** A reservation, with its person, its places and the devices in those. */
  | 'RESERVATION'
  /** A place of any kind, looked for as `spaceKeys` does, with the devices in it. */
  | 'SPACE';

/** Which customers or which of one customer's data to delete: either `customerKeys`, or `customerKey` with at least one of the other lists. A key that names nothing is passed over: deleting is idempotent. */
export type DeleteCustomerDataInput = {
  /** Keys of the accessGrants to delete in the customer `customerKey`. */
  accessGrantKeys?: Array<string> | null | undefined;
  /** Keys of the bookings to delete in the customer `customerKey`. */
  bookingKeys?: Array<string> | null | undefined;
  /** Keys of the buildings to delete in the customer `customerKey`. */
  buildingKeys?: Array<string> | null | undefined;
  /** Keys of the commonAreas to delete in the customer `customerKey`. */
  commonAreaKeys?: Array<string> | null | undefined;
  /** The customer in which the keys of the lists below are looked up. */
  customerKey?: string | null | undefined;
  /** Customers to delete whole: their data, magic links and portal sessions go with them. */
  customerKeys?: Array<string> | null | undefined;
  /** Keys of the facilities to delete in the customer `customerKey`. */
  facilityKeys?: Array<string> | null | undefined;
  /** Keys of the guests to delete in the customer `customerKey`. */
  guestKeys?: Array<string> | null | undefined;
  /** Keys of the listings to delete in the customer `customerKey`. */
  listingKeys?: Array<string> | null | undefined;
  /** Keys of the properties to delete in the customer `customerKey`. */
  propertyKeys?: Array<string> | null | undefined;
  /** Keys of the propertyListings to delete in the customer `customerKey`. */
  propertyListingKeys?: Array<string> | null | undefined;
  /** Keys of the reservations to delete in the customer `customerKey`. */
  reservationKeys?: Array<string> | null | undefined;
  /** Keys of the residents to delete in the customer `customerKey`. */
  residentKeys?: Array<string> | null | undefined;
  /** Keys of the rooms to delete in the customer `customerKey`. */
  roomKeys?: Array<string> | null | undefined;
  /** Keys of the sites to delete in the customer `customerKey`. */
  siteKeys?: Array<string> | null | undefined;
  /** Keys of the spaces to delete in the customer `customerKey`. */
  spaceKeys?: Array<string> | null | undefined;
  /** Keys of the staffMembers to delete in the customer `customerKey`. */
  staffMemberKeys?: Array<string> | null | undefined;
  /** Keys of the tenants to delete in the customer `customerKey`. */
  tenantKeys?: Array<string> | null | undefined;
  /** Keys of the units to delete in the customer `customerKey`. */
  unitKeys?: Array<string> | null | undefined;
  /** Keys of the userIdentities to delete in the customer `customerKey`. */
  userIdentityKeys?: Array<string> | null | undefined;
  /** Keys of the users to delete in the customer `customerKey`. */
  userKeys?: Array<string> | null | undefined;
};

/** Devices to delete. */
export type DeleteDevicesInput = {
  /** The customer's key. */
  customerKey: string;
  /** The devices' keys: at most 1,000. A key that names nothing is passed over. */
  deviceKeys: Array<string>;
};

/** Which webhook endpoint to delete. */
export type DeleteWebhookEndpointInput = {
  /** The endpoint's id. */
  id: string;
};

/** Narrows a list of actions. Conditions that are given must all hold. */
export type DeviceActionFilter = {
  /** Only actions of the devices of the customer with this key. */
  customerKey?: string | null | undefined;
  /** Only actions of the device with this id. */
  deviceId?: string | null | undefined;
  /** Only actions with this status. */
  status?: DeviceActionStatus | null | undefined;
};

/** What became of an action. */
export type DeviceActionStatus =
  /** The device could not do it. */
  | 'FAILED'
  /** It waits for the connector's answer. */
  | 'PENDING'
  /** The device has done it. */
  | 'SUCCEEDED'
  /** Nobody answered within 60 seconds. */
  | 'TIMED_OUT';

/** What a device can be asked to do. */
export type DeviceCapability =
  /** To lock itself. */
  | 'LOCK'
  /** To keep a temperature: `targetTemperature`. */
  | 'SET_TEMPERATURE'
  /** To switch itself off. */
  | 'TURN_OFF'
  /** To switch itself on. */
  | 'TURN_ON'
  /** To unlock itself. */
  | 'UNLOCK';

/** Narrows a list of devices. Conditions that are given must all hold. */
export type DeviceFilter = {
  /** True: only devices that are in a place; false: only those that are in none. */
  isAssigned?: boolean | null | undefined;
  /** Only the device with this key. */
  key?: string | null | undefined;
  /** Only devices whose name begins with this text; upper and lower case are the same. */
  namePrefix?: string | null | undefined;
  /** Only devices whose own or pushed name, key, maker or model holds this text; upper and lower case are the same. */
  search?: string | null | undefined;
  /** Only devices in the place with this id. */
  spaceId?: string | null | undefined;
  /** Only devices of this type. */
  type?: DeviceType | null | undefined;
};

/** A device, as the business sends it. Upserted by its `deviceKey` within the customer. */
export type DeviceInput = {
  /** How full its battery is, in percent: 0 to 100. */
  batteryLevel?: number | null | undefined;
  /** What it can be asked to do. */
  capabilities?: Array<DeviceCapability> | null | undefined;
  /** The id of the connected account that it came with: one of the same customer's. */
  connectedAccountId?: string | null | undefined;
  /** What to keep beside it: at most 50 properties. */
  customProperties?: Array<CustomPropertyInput> | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's devices. */
  deviceKey: string;
  /** Whether it can be reached now. */
  isOnline?: boolean | null | undefined;
  /** Who makes it: at most 255 characters. */
  manufacturer?: string | null | undefined;
  /** Its maker's name of the model: at most 255 characters. */
  model?: string | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** What it tells of itself. */
  state?: DeviceStateInput | null | undefined;
  /** What it is. */
  type: DeviceType;
};

/** The words of what a customer confirms before devices that are in no place are put into one. What is left out are the portal's own. */
export type DeviceManagementConfirmationInput = {
  /** The text: 1 to 1000 characters. It may hold `{count}`, the number of devices. */
  body?: string | null | undefined;
  /** The button that doesn't: 1 to 255 characters. */
  cancelButtonLabel?: string | null | undefined;
  /** The button that confirms: 1 to 255 characters. */
  confirmButtonLabel?: string | null | undefined;
  /** The heading: 1 to 255 characters. */
  title?: string | null | undefined;
};

/** What a device tells of itself. */
export type DeviceStateInput = {
  /** The relative humidity that it measures, in percent: 0 to 100. */
  humidity?: number | null | undefined;
  /** Whether it is locked. */
  isLocked?: boolean | null | undefined;
  /** Whether it is on. */
  isOn?: boolean | null | undefined;
  /** Whether a door or a window is open. */
  isOpen?: boolean | null | undefined;
  /** The temperature that it keeps, in degrees Celsius: -100 to 200. */
  targetTemperature?: number | null | undefined;
  /** The temperature that it measures, in degrees Celsius: -100 to 200. */
  temperature?: number | null | undefined;
};

/** What a device is. */
export type DeviceType =
  /** A camera, be it a doorbell's. */
  | 'CAMERA'
  /** A hub or a bridge, which other devices are reached by. */
  | 'HUB'
  /** A lamp, or another light. */
  | 'LIGHT'
  /** A lock of a door. */
  | 'LOCK'
  /** What none of the other words fits. */
  | 'OTHER'
  /** A sensor, such as of temperature or of a door. */
  | 'SENSOR'
  /** A switch or a plug. */
  | 'SWITCH'
  /** A thermostat or another climate control. */
  | 'THERMOSTAT';

/** What `endPortalSessions` takes. */
export type EndPortalSessionsInput = {
  /** The customer's key. */
  customerKey: string;
};

/** What an actor can be. */
export type EventActorType =
  /** Somebody without a credential. */
  | 'ANONYMOUS'
  /** The business's backend, by an API key or a personal access token. */
  | 'CREDENTIAL'
  /** Whoever runs the server, at its command line. */
  | 'OPERATOR'
  /** The customer in its portal. */
  | 'PORTAL_SESSION'
  /** The server by itself. */
  | 'SERVER';

/** Narrows a list of events. What is given must all hold. */
export type EventFilter = {
  /** Keeps events of the customer with this key, as long as it is there; after that `subjectId` finds its deletion. */
  customerKey?: string | null | undefined;
  /** Keeps events of the device with this id, and of its actions. */
  deviceId?: string | null | undefined;
  /** Keeps what happened then or later. Times count in milliseconds. */
  since?: string | null | undefined;
  /** Keeps events of what has this id: a link, a session, a customer, a credential, an account, a device, an action. */
  subjectId?: string | null | undefined;
  /** Keeps events of this type. */
  type?: EventType | null | undefined;
  /** Keeps what happened before. Times count in milliseconds. */
  until?: string | null | undefined;
};

/** What can happen. */
export type EventType =
  /** An account at a provider was connected, or connected again. */
  | 'CONNECTED_ACCOUNT_CONNECTED'
  /** An account was disconnected: its tokens are deleted. */
  | 'CONNECTED_ACCOUNT_DISCONNECTED'
  /** An account could not be connected, or its tokens can't be refreshed any more: `failure` says why. `subjectId` is the account's, or that of the authorization that brought none. */
  | 'CONNECTED_ACCOUNT_FAILED'
  /** Somebody reported an API key or a personal access token as leaked. Make another and revoke this one; `subjectId` is the id that `portico key list` or `portico token list` shows. */
  | 'CREDENTIAL_LEAKED'
  /** An API key or a personal access token was revoked. */
  | 'CREDENTIAL_REVOKED'
  /** A customer was deleted, with all its data, links and sessions. */
  | 'CUSTOMER_DELETED'
  /** A customer's data was pushed, or some of it deleted. A call that brings a link and no list makes the link's event alone. */
  | 'CUSTOMER_UPDATED'
  /** An action was answered: done or failed. */
  | 'DEVICE_ACTION_COMPLETED'
  /** A device is to do something; `subjectId` is the action's id. Read it by `deviceAction`, and answer it by `completeDeviceAction`. */
  | 'DEVICE_ACTION_REQUESTED'
  /** An action was not answered within 60 seconds. */
  | 'DEVICE_ACTION_TIMED_OUT'
  /** A device was pushed for the first time. */
  | 'DEVICE_ADDED'
  /** A device was put into a place. */
  | 'DEVICE_ASSIGNED'
  /** A device was pushed and differs, an answer of its connector changed its state, or the customer gave it another name. */
  | 'DEVICE_CHANGED'
  /** A device was deleted by the business. One that goes with its customer makes no event. */
  | 'DEVICE_DELETED'
  /** A device was taken out of its place. One whose place is deleted makes no event. */
  | 'DEVICE_UNASSIGNED'
  /** A magic link was made. */
  | 'MAGIC_LINK_CREATED'
  /** A magic link was redeemed. */
  | 'MAGIC_LINK_REDEEMED'
  /** A magic link was followed and opened nothing; `reason` says why. Told at once, and then once a minute for each reason with the `count` of that minute. */
  | 'MAGIC_LINK_REFUSED'
  /** A magic link was revoked, by the business, by a link that replaces it, or as leaked. */
  | 'MAGIC_LINK_REVOKED'
  /** A magic link was given a new URL. */
  | 'MAGIC_LINK_ROTATED'
  /** A magic link was given another expiry. */
  | 'MAGIC_LINK_UPDATED'
  /** A portal session was ended before its time. One that ends by its expiry, or with its customer, makes no event. */
  | 'PORTAL_SESSION_ENDED'
  /** A portal session has started. */
  | 'PORTAL_SESSION_STARTED'
  /** A webhook endpoint was switched off, since it had failed for 24 hours. Sent to the others. */
  | 'WEBHOOK_ENDPOINT_DISABLED'
  /** A webhook endpoint was to be tried. Sent to that endpoint alone. */
  | 'WEBHOOK_TEST';

/** A gym or another fitness facility, as the business sends it. Upserted by its `facilityKey` within the customer. */
export type FacilityInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's facilities. */
  facilityKey: string;
  /** The name that people see: 1 to 255 characters. */
  name: string;
};

/** One feature of a portal, as the business sends it. */
export type FeatureInput = {
  /** Of `connect` alone: keys of the only providers that the portal offers, at most 50. Left out: all. */
  acceptedProviders?: Array<string> | null | undefined;
  /** Whether the portal goes without it. */
  exclude?: boolean | null | undefined;
  /** Of `connect` alone: keys of providers that the portal doesn't offer, at most 50. */
  excludedProviders?: Array<string> | null | undefined;
};

/** The portal's features, as the business sends them. What is left out is on. */
export type FeaturesInput = {
  /** Configuring automations. */
  configure?: ConfigureFeatureInput | null | undefined;
  /** Connecting accounts at other services. */
  connect?: FeatureInput | null | undefined;
  /** Managing devices. */
  manage?: ManageFeatureInput | null | undefined;
  /** Managing devices: the older word for `manage`. Where both are given, `exclude` must be the same. */
  manageDevices?: FeatureInput | null | undefined;
  /** Organizing devices into places. */
  organize?: FeatureInput | null | undefined;
};

/** A point on the earth, as the business sends it. */
export type GeolocationInput = {
  /** Degrees north of the equator, -90 to 90. */
  latitude: number;
  /** Degrees east of Greenwich, -180 to 180. */
  longitude: number;
};

/** A guest of a hotel or rental, as the business sends it. Upserted by its `guestKey` within the customer. */
export type GuestInput = {
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's guests. */
  guestKey: string;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
};

/** What a portal shows first. */
export type LandingPageInput = {
  /** The one thing that is shown. */
  manage?: LandingPageResourceInput | null | undefined;
};

/** One thing, by exactly one of these keys. */
export type LandingPageResourceInput = {
  /** A grant among the customer's accessGrants. */
  accessGrantKey?: string | null | undefined;
  /** A grant among the customer's bookings. */
  bookingKey?: string | null | undefined;
  /** A place among the customer's buildings. */
  buildingKey?: string | null | undefined;
  /** A place among the customer's commonAreas. */
  commonAreaKey?: string | null | undefined;
  /** A place among the customer's facilities. */
  facilityKey?: string | null | undefined;
  /** A place among the customer's listings. */
  listingKey?: string | null | undefined;
  /** A place among the customer's properties. */
  propertyKey?: string | null | undefined;
  /** A place among the customer's propertyListings. */
  propertyListingKey?: string | null | undefined;
  /** A grant among the customer's reservations. */
  reservationKey?: string | null | undefined;
  /** A place among the customer's rooms. */
  roomKey?: string | null | undefined;
  /** A site of the customer's. */
  siteKey?: string | null | undefined;
  /** A place among the customer's spaces. */
  spaceKey?: string | null | undefined;
  /** A place among the customer's units. */
  unitKey?: string | null | undefined;
};

/** A property's listing, as the business sends it. Upserted by its `listingKey` within the customer. */
export type ListingInput = {
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's listings. */
  listingKey: string;
  /** The name that people see: 1 to 255 characters. */
  name: string;
};

/** A language that a portal speaks. */
export type Locale =
  /** German, as in Germany. */
  | 'DE_DE'
  /** Greek, as in Greece. */
  | 'EL_GR'
  /** English, as in the United States. */
  | 'EN_US'
  /** Spanish, as in Spain. */
  | 'ES_ES'
  /** French, as in France. */
  | 'FR_FR'
  /** Italian, as in Italy. */
  | 'IT_IT'
  /** Dutch, as in the Netherlands. */
  | 'NL_NL'
  /** Polish, as in Poland. */
  | 'PL_PL'
  /** Portuguese, as in Portugal. */
  | 'PT_PT'
  /** Russian, as in Russia. */
  | 'RU_RU';

/** Narrows a list of magic links. */
export type MagicLinkFilter = {
  /** Only links of the customer with this key. */
  customerKey?: string | null | undefined;
  /** Only links with this status. */
  status?: MagicLinkStatus | null | undefined;
};

/** Whether a magic link opens. Where several hold, the first in this order is told: REVOKED, EXPIRED, EXHAUSTED, ACTIVE. */
export type MagicLinkStatus =
  /** It opens its portal. */
  | 'ACTIVE'
  /** It was redeemed as often as it may be. */
  | 'EXHAUSTED'
  /** Its lifetime is over. A new lifetime by `updateMagicLink` or `rotateMagicLink` makes it ACTIVE again. */
  | 'EXPIRED'
  /** It was revoked, or the server's secret that made it was taken out of use. Final. */
  | 'REVOKED';

/** Which events a portal shows of devices. */
export type ManageEventsInput = {
  /** The only types of which `Device.events` gives the portal's sessions any, out of those that a device's events have: `DEVICE_…`. Left out: all; an empty list: none. */
  allowedEvents?: Array<EventType> | null | undefined;
  /** The types that the portal shows until the customer asks for all, likewise. */
  defaultEvents?: Array<EventType> | null | undefined;
};

/** Managing devices, as the business sends it. */
export type ManageFeatureInput = {
  /** Has the customer confirm before devices that are in no place are put into one, in these words. Left out: nothing is to be confirmed. */
  deviceManagementConfirmation?: DeviceManagementConfirmationInput | null | undefined;
  /** Which events the portal shows of devices. */
  events?: ManageEventsInput | null | undefined;
  /** Whether the portal goes without it. */
  exclude?: boolean | null | undefined;
  /** Whether the portal goes without reservations: its sessions read no access grants, but the one that a restricted deep link leads to. */
  excludeReservationManagement?: boolean | null | undefined;
  /** Whether reservations are shown without technical details: the preferred code, which its sessions don't read, and the key. */
  excludeReservationTechnicalDetails?: boolean | null | undefined;
  /** Whether the portal goes without staff: its sessions read no members of it. */
  excludeStaffManagement?: boolean | null | undefined;
};

/** Whether a portal shows its navigation. */
export type NavigationMode =
  /** The portal shows its navigation. */
  | 'FULL'
  /** The portal shows no navigation. With a deep link, its sessions read that one resource and what it refers to, and nothing else. */
  | 'RESTRICTED';

/** A section of the portal. */
export type PortalSection =
  /** The grants of access. */
  | 'ACCESS'
  /** The accounts at other services. */
  | 'ACCOUNTS'
  /** The devices. */
  | 'DEVICES'
  /** The people. */
  | 'PEOPLE'
  /** The places, and putting devices into them. */
  | 'PLACES'
  /** Who arrives, leaves and stays, today and the next days. */
  | 'TODAY';

/** A short-term rental property, as the business sends it. Upserted by its `propertyKey` within the customer. */
export type PropertyInput = {
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's properties. */
  propertyKey: string;
};

/** A property's listing on a rental site, as the business sends it. Upserted by its `propertyListingKey` within the customer. */
export type PropertyListingInput = {
  /** What to keep beside it: at most 50 keys of at most 40 characters without a point, each with a text of at most 500 characters, true or false. Null or an empty text takes a key away; a key that isn't named stays. */
  customMetadata?: Record<string, unknown> | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's propertyListings. */
  propertyListingKey: string;
};

/** What `pushCustomerData` takes. */
export type PushCustomerDataInput = {
  /** The customer and its data. */
  customerData: CustomerDataInput;
};

/** A customer's devices to store. */
export type PushDevicesInput = {
  /** The business's own key of its customer. The customer is created when the key is new. */
  customerKey: string;
  /** The devices: 1 to 1,000. */
  devices: Array<DeviceInput>;
};

/** What `redeemMagicLink` takes. */
export type RedeemMagicLinkInput = {
  /** The link's token, or its whole URL. */
  token: string;
};

/** Which event to send anew. */
export type RedeliverEventInput = {
  /** The event's id. */
  eventId: string;
  /** The endpoint's id. */
  webhookEndpointId: string;
};

/** A proposal to refuse. */
export type RefuseDeviceProposalInput = {
  /** The device's id. */
  deviceId: string;
  /** The place's id. */
  spaceId: string;
};

/** What `reportLeakedToken` takes. */
export type ReportLeakedTokenInput = {
  /** The whole secret: a magic link's URL or token, a portal session's token, an API key, or a personal access token. */
  token: string;
};

/** Something that a device shall do. */
export type RequestDeviceActionInput = {
  /** What it shall do: one of its `capabilities`. */
  capability: DeviceCapability;
  /** The device's id. */
  deviceId: string;
  /** The temperature to keep, in degrees Celsius, -100 to 200: for SET_TEMPERATURE alone, which needs it. */
  targetTemperature?: number | null | undefined;
};

/** A reservation, for instance of a rental, as the business sends it: who may enter which places, from when to when. Upserted by its `reservationKey` within the customer. A key that names nothing yet is kept and resolves by itself when that thing arrives; until then the answer lists it in `unresolvedReferences`. */
export type ReservationInput = {
  /** Keys of places among the customer's buildings. A grant names at most 100 places in all. */
  buildingKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's commonAreas. A grant names at most 100 places in all. */
  commonAreaKeys?: Array<string> | null | undefined;
  /** What to keep beside it: at most 50 keys of at most 40 characters without a point, each with a text of at most 500 characters, true or false. Null or an empty text takes a key away; a key that isn't named stays. */
  customMetadata?: Record<string, unknown> | null | undefined;
  /** When access ends: after `startsAt`. Without it, access has no end. */
  endsAt?: string | null | undefined;
  /** Keys of places among the customer's facilities. A grant names at most 100 places in all. */
  facilityKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's guests. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  guestKey?: string | null | undefined;
  /** Keys of places among the customer's listings. A grant names at most 100 places in all. */
  listingKeys?: Array<string> | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name?: string | null | undefined;
  /** The code that the person would like to enter by: text of 1 to 64 characters. */
  preferredCode?: string | null | undefined;
  /** Keys of places among the customer's properties. A grant names at most 100 places in all. */
  propertyKeys?: Array<string> | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's reservations. */
  reservationKey: string;
  /** Key of the person who gets access, among the customer's residents. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  residentKey?: string | null | undefined;
  /** Keys of places among the customer's rooms. A grant names at most 100 places in all. */
  roomKeys?: Array<string> | null | undefined;
  /** Keys of places of any kind: a space of that key, else the first kind in the order of `SpaceKind` that has it. A grant names at most 100 places in all. */
  spaceKeys?: Array<string> | null | undefined;
  /** When access begins. */
  startsAt?: string | null | undefined;
  /** Key of the person who gets access, among the customer's tenants. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  tenantKey?: string | null | undefined;
  /** Keys of places among the customer's units. A grant names at most 100 places in all. */
  unitKeys?: Array<string> | null | undefined;
  /** Key of the person who gets access, among the customer's userIdentities. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userIdentityKey?: string | null | undefined;
  /** Key of the person who gets access, among the customer's users. Name one person only; of several, `AccessGrant.userIdentity` is the first that is there, in the order of `UserIdentityKind`. */
  userKey?: string | null | undefined;
};

/** A resident of a building, as the business sends it. Upserted by its `residentKey` within the customer. */
export type ResidentInput = {
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's residents. */
  residentKey: string;
};

/** What `revokeMagicLink` takes. */
export type RevokeMagicLinkInput = {
  /** The link's id. */
  id: string;
};

/** A room of a hotel or another hospitality business, as the business sends it. Upserted by its `roomKey` within the customer. */
export type RoomInput = {
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Key of the site that it belongs to, among the customer's sites. One that names nothing yet is kept and resolves by itself. */
  parentSiteKey?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's rooms. */
  roomKey: string;
};

/** What `rotateMagicLink` takes. */
export type RotateMagicLinkInput = {
  /** A new lifetime in seconds from now, 60 to 2592000 (30 days). Without it the expiry stays; a link that is EXPIRED needs it. */
  expiresInSeconds?: number | null | undefined;
  /** The link's id. */
  id: string;
};

/** Which webhook endpoint gets a new secret. */
export type RotateWebhookSecretInput = {
  /** The endpoint's id. */
  id: string;
};

/** Which webhook endpoint to try. */
export type SendTestEventInput = {
  /** The endpoint's id. */
  webhookEndpointId: string;
};

/** A site: what other places belong to, such as a campus, as the business sends it. Upserted by its `siteKey` within the customer. */
export type SiteInput = {
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's sites. */
  siteKey: string;
};

/** What the business tells of a space. */
export type SpaceCustomerDataInput = {
  /** Its postal address: text of at most 1,000 characters, which may have several lines. */
  address?: string | null | undefined;
  /** When one may come, on its own clock: `HH:MM` or `HH:MM:SS`, from `00:00` to `23:59:59`. */
  defaultCheckinTime?: string | null | undefined;
  /** When one has to leave, on its own clock: `HH:MM` or `HH:MM:SS`, from `00:00` to `23:59:59`. */
  defaultCheckoutTime?: string | null | undefined;
  /** Its time zone: a name of the IANA's such as `Europe/Berlin`. */
  timeZone?: string | null | undefined;
};

/** Narrows a list of places. */
export type SpaceFilter = {
  /** Only places with this key, whatever their kind. */
  key?: string | null | undefined;
  /** Only places of this kind. */
  kind?: SpaceKind | null | undefined;
  /** Only places whose name begins with this text; upper and lower case are the same. */
  namePrefix?: string | null | undefined;
  /** Only places of the site with this key. */
  parentSiteKey?: string | null | undefined;
};

/** A general space or area, as the business sends it. Upserted by its `spaceKey` within the customer. */
export type SpaceInput = {
  /** What else the business tells of it. */
  customerData?: SpaceCustomerDataInput | null | undefined;
  /** How long it is taken at a time, in minutes: at least 1. */
  durationMinutes?: number | null | undefined;
  /** Where it is. */
  geolocation?: GeolocationInput | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Key of the site that it belongs to, among the customer's sites. One that names nothing yet is kept and resolves by itself. */
  parentSiteKey?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's spaces. */
  spaceKey: string;
};

/** Which list a place was sent in. The order is the one in which `spaceKeys` looks for a key. */
export type SpaceKind =
  /** Sent in `buildings`: a building. */
  | 'BUILDING'
  /** Sent in `commonAreas`: a shared area, such as a lobby or a pool. */
  | 'COMMON_AREA'
  /** Sent in `facilities`: a gym or another fitness facility. */
  | 'FACILITY'
  /** Sent in `listings`: a property's listing. */
  | 'LISTING'
  /** Sent in `properties`: a short-term rental property. */
  | 'PROPERTY'
  /** Sent in `propertyListings`: a property's listing on a rental site. */
  | 'PROPERTY_LISTING'
  /** Sent in `rooms`: a room of a hotel or another hospitality business. */
  | 'ROOM'
  /** Sent in `sites`: what other places belong to, such as a campus. */
  | 'SITE'
  /** Sent in `spaces`: a general space or area. */
  | 'SPACE'
  /** Sent in `units`: a residential unit in a building with several. */
  | 'UNIT';

/** Narrows a list of a place's devices. Conditions that are given must all hold. */
export type SpacesDeviceFilter = {
  /** Only the device with this key. */
  key?: string | null | undefined;
  /** Only devices whose name begins with this text; upper and lower case are the same. */
  namePrefix?: string | null | undefined;
  /** Only devices whose own or pushed name, key, maker or model holds this text; upper and lower case are the same. */
  search?: string | null | undefined;
  /** Only devices of this type. */
  type?: DeviceType | null | undefined;
};

/** A member of the customer's staff, as the business sends it: the places are those that they work in. Upserted by its `staffMemberKey` within the customer. A key that names nothing yet is kept and resolves by itself when that thing arrives; until then the answer lists it in `unresolvedReferences`. */
export type StaffMemberInput = {
  /** Keys of places among the customer's buildings. A member of staff names at most 100 places in all. */
  buildingKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's commonAreas. A member of staff names at most 100 places in all. */
  commonAreaKeys?: Array<string> | null | undefined;
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** Keys of places among the customer's facilities. A member of staff names at most 100 places in all. */
  facilityKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's listings. A member of staff names at most 100 places in all. */
  listingKeys?: Array<string> | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
  /** Keys of places among the customer's properties. A member of staff names at most 100 places in all. */
  propertyKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's propertyListings. A member of staff names at most 100 places in all. */
  propertyListingKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's rooms. A member of staff names at most 100 places in all. */
  roomKeys?: Array<string> | null | undefined;
  /** Keys of places among the customer's sites. A member of staff names at most 100 places in all. */
  siteKeys?: Array<string> | null | undefined;
  /** Keys of places of any kind: a space of that key, else the first kind in the order of `SpaceKind` that has it. A member of staff names at most 100 places in all. */
  spaceKeys?: Array<string> | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's staffMembers. */
  staffMemberKey: string;
  /** Keys of places among the customer's units. A member of staff names at most 100 places in all. */
  unitKeys?: Array<string> | null | undefined;
};

/** A tenant of a unit or property, as the business sends it. Upserted by its `tenantKey` within the customer. */
export type TenantInput = {
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's tenants. */
  tenantKey: string;
};

/** Devices to take out of their places. */
export type UnassignDevicesInput = {
  /** The devices' ids: 1 to 100. */
  deviceIds: Array<string>;
};

/** A residential unit in a building with several, as the business sends it. Upserted by its `unitKey` within the customer. */
export type UnitInput = {
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Key of the site that it belongs to, among the customer's sites. One that names nothing yet is kept and resolves by itself. */
  parentSiteKey?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's units. */
  unitKey: string;
};

/** What `updateMagicLink` takes. */
export type UpdateMagicLinkInput = {
  /** The new lifetime in seconds from now, 60 to 2592000 (30 days). */
  expiresInSeconds: number;
  /** The link's id. */
  id: string;
};

/** What to change of a webhook endpoint. */
export type UpdateWebhookEndpointInput = {
  /** False switches it off, and gives up what waits for it; true switches it on. */
  enabled?: boolean | null | undefined;
  /** The types that it hears of from now on; an empty list means all. */
  eventTypes?: Array<EventType> | null | undefined;
  /** The endpoint's id. */
  id: string;
  /** As for `createWebhookEndpoint`. */
  url?: string | null | undefined;
};

/** What `updateWorkspace` takes. What is left out stays. */
export type UpdateWorkspaceInput = {
  /** The portal's accent colour: `#` and six hexadecimal digits. `""` clears. */
  accentColor?: string | null | undefined;
  /** The business's name in the portal's header: at most 255 characters. `""` clears. */
  brandName?: string | null | undefined;
  /** Sites that may frame the portals of embedded links: origins such as `https://app.example.com`, https or http on localhost, at most 20. `[]` clears. */
  embedOrigins?: Array<string> | null | undefined;
  /** The business's logo in the portal's header: https, or http on localhost; at most 2048 characters. `""` clears. */
  logoUrl?: string | null | undefined;
  /** The name that operators know the workspace by: 1 to 255 characters. It can't be cleared. */
  name?: string | null | undefined;
  /** Where a dead link leads: https, or http on localhost; at most 2048 characters. `""` clears. */
  refreshUrl?: string | null | undefined;
  /** Where a portal's "back" leads: https, or http on localhost; at most 2048 characters. `""` clears. */
  returnUrl?: string | null | undefined;
};

/** Narrows a list of people. */
export type UserIdentityFilter = {
  /** Only people with this key, whatever their kind. */
  key?: string | null | undefined;
  /** Only people of this kind. */
  kind?: UserIdentityKind | null | undefined;
  /** Only people whose name begins with this text; upper and lower case are the same. */
  namePrefix?: string | null | undefined;
};

/** A person, where none of the other words fits, as the business sends it. Upserted by its `userIdentityKey` within the customer. */
export type UserIdentityInput = {
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's userIdentities. */
  userIdentityKey: string;
};

/** Which list a person was sent in. */
export type UserIdentityKind =
  /** Sent in `guests`: a guest of a hotel or rental. */
  | 'GUEST'
  /** Sent in `residents`: a resident of a building. */
  | 'RESIDENT'
  /** Sent in `staffMembers`: somebody who works for the customer. No grant names them. */
  | 'STAFF_MEMBER'
  /** Sent in `tenants`: a tenant of a unit or property. */
  | 'TENANT'
  /** Sent in `users`: a user or member, for instance of a gym. */
  | 'USER'
  /** Sent in `userIdentities`: a person, where none of the other words fits. */
  | 'USER_IDENTITY';

/** A user or member, for instance of a gym, as the business sends it. Upserted by its `userKey` within the customer. */
export type UserInput = {
  /** E-mail address: text of at most 320 characters, stored as given. */
  emailAddress?: string | null | undefined;
  /** The name that people see: 1 to 255 characters. */
  name: string;
  /** Telephone number: text of at most 64 characters, stored as given. */
  phoneNumber?: string | null | undefined;
  /** The business's own key: 1 to 255 characters, no white space at the ends, no control or text-direction characters. Unique among the customer's users. */
  userKey: string;
};

/** What a warning is about. */
export type WarningCode =
  /** The portal is embedded, but no site may frame it yet: name one in `embedOrigins`, or set the workspace's. */
  | 'EMBED_ORIGINS_MISSING'
  /** The workspace has no provider with a key that `acceptedProviders` or `excludedProviders` names. Once it has one, the portal goes by it. */
  | 'UNKNOWN_PROVIDER';

/** Narrows a list of deliveries. */
export type WebhookDeliveryFilter = {
  /** Only deliveries with this status. */
  status?: WebhookDeliveryStatus | null | undefined;
};

/** What became of a delivery. */
export type WebhookDeliveryStatus =
  /** The endpoint took it: it answered with a status of 200 to 299. */
  | 'DELIVERED'
  /** It was given up: after 24 hours, by the answer 410, or since the endpoint was switched off. */
  | 'FAILED'
  /** It is to be tried, or tried again. */
  | 'PENDING';

export type CustomerFragment = { id: string, key: string, createdAt: string, updatedAt: string };

export type SpaceFragment = { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string };

export type UserIdentityFragment = { id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string };

export type AccessGrantFragment = { id: string, kind: AccessGrantKind, key: string, name: string | null, startsAt: string | null, endsAt: string | null, createdAt: string, updatedAt: string, userIdentity: { id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string } | null, spaces: Array<{ id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string }> };

export type WorkspaceFragment = { id: string, name: string, embedOrigins: Array<string>, returnUrl: string | null, refreshUrl: string | null, brandName: string | null, logoUrl: string | null, accentColor: string | null, createdAt: string, updatedAt: string };

export type PushCustomerDataMutationVariables = Exact<{
  input: PushCustomerDataInput;
}>;


export type PushCustomerDataMutation = { pushCustomerData: { customer: { id: string, key: string, createdAt: string, updatedAt: string }, unresolvedReferences: Array<{ path: string, key: string }> } };

export type DeleteCustomerDataMutationVariables = Exact<{
  input: DeleteCustomerDataInput;
}>;


export type DeleteCustomerDataMutation = { deleteCustomerData: { deletedCount: number } };

export type GetCustomerQueryVariables = Exact<{
  key: string;
  first?: number | null | undefined;
}>;


export type GetCustomerQuery = { customer: { id: string, key: string, createdAt: string, updatedAt: string, spaces: { nodes: Array<{ id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } }, userIdentities: { nodes: Array<{ id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } }, accessGrants: { nodes: Array<{ id: string, kind: AccessGrantKind, key: string, name: string | null, startsAt: string | null, endsAt: string | null, createdAt: string, updatedAt: string, userIdentity: { id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string } | null, spaces: Array<{ id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } }, devices: { nodes: Array<{ id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ListSpacesQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SpaceFilter | null | undefined;
}>;


export type ListSpacesQuery = { customer: { spaces: { nodes: Array<{ id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ListUserIdentitiesQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: UserIdentityFilter | null | undefined;
}>;


export type ListUserIdentitiesQuery = { customer: { userIdentities: { nodes: Array<{ id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ListAccessGrantsQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AccessGrantFilter | null | undefined;
}>;


export type ListAccessGrantsQuery = { customer: { accessGrants: { nodes: Array<{ id: string, kind: AccessGrantKind, key: string, name: string | null, startsAt: string | null, endsAt: string | null, createdAt: string, updatedAt: string, userIdentity: { id: string, kind: UserIdentityKind, key: string, name: string, emailAddress: string | null, phoneNumber: string | null, createdAt: string, updatedAt: string } | null, spaces: Array<{ id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ListCustomersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CustomerFilter | null | undefined;
}>;


export type ListCustomersQuery = { customers: { nodes: Array<{ id: string, key: string, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type GetWorkspaceQueryVariables = Exact<{ [key: string]: never; }>;


export type GetWorkspaceQuery = { workspace: { id: string, name: string, embedOrigins: Array<string>, returnUrl: string | null, refreshUrl: string | null, brandName: string | null, logoUrl: string | null, accentColor: string | null, createdAt: string, updatedAt: string } };

export type UpdateWorkspaceMutationVariables = Exact<{
  input: UpdateWorkspaceInput;
}>;


export type UpdateWorkspaceMutation = { updateWorkspace: { workspace: { id: string, name: string, embedOrigins: Array<string>, returnUrl: string | null, refreshUrl: string | null, brandName: string | null, logoUrl: string | null, accentColor: string | null, createdAt: string, updatedAt: string } } };

export type DeviceFragment = { id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null };

export type DeviceStateFragment = { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null };

export type DeviceActionFragment = { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } };

export type PushDevicesMutationVariables = Exact<{
  input: PushDevicesInput;
}>;


export type PushDevicesMutation = { pushDevices: { createdCount: number, changedCount: number } };

export type DeleteDevicesMutationVariables = Exact<{
  input: DeleteDevicesInput;
}>;


export type DeleteDevicesMutation = { deleteDevices: { deletedCount: number } };

export type GetDeviceQueryVariables = Exact<{
  id: string;
}>;


export type GetDeviceQuery = { device: { id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null } | null };

export type ListDevicesQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: DeviceFilter | null | undefined;
}>;


export type ListDevicesQuery = { customer: { devices: { nodes: Array<{ id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ListSpacesWithDevicesQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SpaceFilter | null | undefined;
  firstDevices?: number | null | undefined;
  deviceFilter?: SpacesDeviceFilter | null | undefined;
}>;


export type ListSpacesWithDevicesQuery = { customer: { spaces: { nodes: Array<{ id: string, kind: SpaceKind, key: string, name: string, devices: { nodes: Array<{ id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type RequestDeviceActionMutationVariables = Exact<{
  input: RequestDeviceActionInput;
}>;


export type RequestDeviceActionMutation = { requestDeviceAction: { deviceAction: { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } } } };

export type ListDeviceActionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: DeviceActionFilter | null | undefined;
}>;


export type ListDeviceActionsQuery = { deviceActions: { nodes: Array<{ id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CompleteDeviceActionMutationVariables = Exact<{
  input: CompleteDeviceActionInput;
}>;


export type CompleteDeviceActionMutation = { completeDeviceAction: { deviceAction: { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } } } };

export type AssignDevicesMutationVariables = Exact<{
  input: AssignDevicesInput;
}>;


export type AssignDevicesMutation = { assignDevices: { space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } } };

export type UnassignDevicesMutationVariables = Exact<{
  input: UnassignDevicesInput;
}>;


export type UnassignDevicesMutation = { unassignDevices: { devices: Array<{ id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null }> } };

export type GetDeviceActionQueryVariables = Exact<{
  id: string;
}>;


export type GetDeviceActionQuery = { deviceAction: { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } } | null };

export type ListDeviceProposalsQueryVariables = Exact<{
  customerKey?: string | null | undefined;
}>;


export type ListDeviceProposalsQuery = { deviceProposals: Array<{ score: number, device: { id: string, key: string, name: string, pushedName: string, givenName: string | null, type: DeviceType, manufacturer: string | null, model: string | null, isOnline: boolean, batteryLevel: number | null, capabilities: Array<DeviceCapability>, connectedAccountId: string | null, createdAt: string, updatedAt: string, state: { isLocked: boolean | null, isOn: boolean | null, isOpen: boolean | null, temperature: number | null, targetTemperature: number | null, humidity: number | null }, customProperties: Array<{ name: string, value: string }>, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } | null }, space: { id: string, kind: SpaceKind, key: string, name: string, deviceCount: number, createdAt: string, updatedAt: string } }> };

export type RefuseDeviceProposalMutationVariables = Exact<{
  input: RefuseDeviceProposalInput;
}>;


export type RefuseDeviceProposalMutation = { refuseDeviceProposal: { refused: boolean } };

export type EventFragment = { id: string, type: EventType, customerId: string | null, subjectId: string, reason: MagicLinkStatus | null, deviceId: string | null, failure: ConnectionFailure | null, count: number, createdAt: string, actor: { type: EventActorType | null, id: string | null, openedFor: string | null }, deviceAction: { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } } | null };

export type ListEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: EventFilter | null | undefined;
}>;


export type ListEventsQuery = { events: { nodes: Array<{ id: string, type: EventType, customerId: string | null, subjectId: string, reason: MagicLinkStatus | null, deviceId: string | null, failure: ConnectionFailure | null, count: number, createdAt: string, actor: { type: EventActorType | null, id: string | null, openedFor: string | null }, deviceAction: { id: string, capability: DeviceCapability, targetTemperature: number | null, status: DeviceActionStatus, error: string | null, createdAt: string, expiresAt: string, completedAt: string | null, device: { id: string, key: string, name: string } } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type MagicLinkFragment = { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } };

export type PortalSessionFragment = { id: string, token: string | null, magicLinkId: string, createdAt: string, expiresAt: string };

export type UnresolvedReferenceFragment = { path: string, key: string };

export type WarningFragment = { code: WarningCode, message: string, field: string | null };

export type CreateCustomerPortalMutationVariables = Exact<{
  input: CreateCustomerPortalInput;
}>;


export type CreateCustomerPortalMutation = { createCustomerPortal: { magicLink: { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } }, customer: { id: string, key: string, createdAt: string, updatedAt: string }, unresolvedReferences: Array<{ path: string, key: string }>, warnings: Array<{ code: WarningCode, message: string, field: string | null }> } };

export type CheckCustomerPortalQueryVariables = Exact<{
  input: CreateCustomerPortalInput;
}>;


export type CheckCustomerPortalQuery = { checkCustomerPortal: { faultCount: number, sections: Array<PortalSection>, faults: Array<{ field: string, message: string }>, unresolvedReferences: Array<{ path: string, key: string }>, warnings: Array<{ code: WarningCode, message: string, field: string | null }>, comparison: { customerIsNew: boolean, spaces: { created: number, changed: number, unchanged: number }, userIdentities: { created: number, changed: number, unchanged: number }, accessGrants: { created: number, changed: number, unchanged: number } } } };

export type PushChangesFragment = { created: number, changed: number, unchanged: number };

export type GetMagicLinkQueryVariables = Exact<{
  id: string;
}>;


export type GetMagicLinkQuery = { magicLink: { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } } | null };

export type ListMagicLinksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: MagicLinkFilter | null | undefined;
}>;


export type ListMagicLinksQuery = { magicLinks: { nodes: Array<{ id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UpdateMagicLinkMutationVariables = Exact<{
  input: UpdateMagicLinkInput;
}>;


export type UpdateMagicLinkMutation = { updateMagicLink: { magicLink: { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } } } };

export type RevokeMagicLinkMutationVariables = Exact<{
  input: RevokeMagicLinkInput;
}>;


export type RevokeMagicLinkMutation = { revokeMagicLink: { magicLink: { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } } } };

export type RotateMagicLinkMutationVariables = Exact<{
  input: RotateMagicLinkInput;
}>;


export type RotateMagicLinkMutation = { rotateMagicLink: { magicLink: { id: string, url: string, status: MagicLinkStatus, buildingBlockType: BuildingBlockType, customerKey: string, isEmbedded: boolean, createdAt: string, expiresAt: string, revokedAt: string | null, maxRedemptions: number | null, redemptionCount: number, firstRedeemedAt: string | null, lastRedeemedAt: string | null, returnUrl: string | null, refreshUrl: string | null, embedOrigins: Array<string>, openedFor: string | null, features: { connect: { exclude: boolean }, manageDevices: { exclude: boolean }, organize: { exclude: boolean } } } } };

export type RedeemMagicLinkMutationVariables = Exact<{
  input: RedeemMagicLinkInput;
}>;


export type RedeemMagicLinkMutation = { redeemMagicLink: { session: { id: string, token: string | null, magicLinkId: string, createdAt: string, expiresAt: string } } };

export type EndPortalSessionsMutationVariables = Exact<{
  input: EndPortalSessionsInput;
}>;


export type EndPortalSessionsMutation = { endPortalSessions: { endedCount: number } };

export type ListPortalSessionsQueryVariables = Exact<{
  customerKey: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListPortalSessionsQuery = { customer: { portalSessions: { nodes: Array<{ id: string, token: string | null, magicLinkId: string, createdAt: string, expiresAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type ReportLeakedTokenMutationVariables = Exact<{
  input: ReportLeakedTokenInput;
}>;


export type ReportLeakedTokenMutation = { reportLeakedToken: { received: boolean } };

export type PageInfoFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type WebhookEndpointFragment = { id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null };

export type WebhookDeliveryFragment = { eventId: string, webhookEndpointId: string, status: WebhookDeliveryStatus, attempts: number, nextAttemptAt: string | null, lastAttemptAt: string | null, responseStatus: number | null, error: string | null, createdAt: string };

export type CreateWebhookEndpointMutationVariables = Exact<{
  input: CreateWebhookEndpointInput;
}>;


export type CreateWebhookEndpointMutation = { createWebhookEndpoint: { secret: string, webhookEndpoint: { id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null } } };

export type GetWebhookEndpointQueryVariables = Exact<{
  id: string;
}>;


export type GetWebhookEndpointQuery = { webhookEndpoint: { id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null } | null };

export type ListWebhookEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListWebhookEndpointsQuery = { webhookEndpoints: { nodes: Array<{ id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UpdateWebhookEndpointMutationVariables = Exact<{
  input: UpdateWebhookEndpointInput;
}>;


export type UpdateWebhookEndpointMutation = { updateWebhookEndpoint: { webhookEndpoint: { id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null } } };

export type DeleteWebhookEndpointMutationVariables = Exact<{
  input: DeleteWebhookEndpointInput;
}>;


export type DeleteWebhookEndpointMutation = { deleteWebhookEndpoint: { deleted: boolean } };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string, webhookEndpoint: { id: string, url: string, eventTypes: Array<EventType> | null, createdAt: string, updatedAt: string, failingSince: string | null, disabledAt: string | null } } };

export type ListWebhookDeliveriesQueryVariables = Exact<{
  webhookEndpointId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WebhookDeliveryFilter | null | undefined;
}>;


export type ListWebhookDeliveriesQuery = { webhookDeliveries: { nodes: Array<{ eventId: string, webhookEndpointId: string, status: WebhookDeliveryStatus, attempts: number, nextAttemptAt: string | null, lastAttemptAt: string | null, responseStatus: number | null, error: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type SendTestEventMutationVariables = Exact<{
  input: SendTestEventInput;
}>;


export type SendTestEventMutation = { sendTestEvent: { webhookDelivery: { eventId: string, webhookEndpointId: string, status: WebhookDeliveryStatus, attempts: number, nextAttemptAt: string | null, lastAttemptAt: string | null, responseStatus: number | null, error: string | null, createdAt: string } } };

export type RedeliverEventMutationVariables = Exact<{
  input: RedeliverEventInput;
}>;


export type RedeliverEventMutation = { redeliverEvent: { webhookDelivery: { eventId: string, webhookEndpointId: string, status: WebhookDeliveryStatus, attempts: number, nextAttemptAt: string | null, lastAttemptAt: string | null, responseStatus: number | null, error: string | null, createdAt: string } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CustomerFragment = new TypedDocumentString(`
    fragment Customer on Customer {
  id
  key
  createdAt
  updatedAt
}
    `, {"fragmentName":"Customer"}) as unknown as TypedDocumentString<CustomerFragment, unknown>;
export const UserIdentityFragment = new TypedDocumentString(`
    fragment UserIdentity on UserIdentity {
  id
  kind
  key
  name
  emailAddress
  phoneNumber
  createdAt
  updatedAt
}
    `, {"fragmentName":"UserIdentity"}) as unknown as TypedDocumentString<UserIdentityFragment, unknown>;
export const SpaceFragment = new TypedDocumentString(`
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
    `, {"fragmentName":"Space"}) as unknown as TypedDocumentString<SpaceFragment, unknown>;
export const AccessGrantFragment = new TypedDocumentString(`
    fragment AccessGrant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    ...UserIdentity
  }
  spaces {
    ...Space
  }
  createdAt
  updatedAt
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment UserIdentity on UserIdentity {
  id
  kind
  key
  name
  emailAddress
  phoneNumber
  createdAt
  updatedAt
}`, {"fragmentName":"AccessGrant"}) as unknown as TypedDocumentString<AccessGrantFragment, unknown>;
export const WorkspaceFragment = new TypedDocumentString(`
    fragment Workspace on Workspace {
  id
  name
  embedOrigins
  returnUrl
  refreshUrl
  brandName
  logoUrl
  accentColor
  createdAt
  updatedAt
}
    `, {"fragmentName":"Workspace"}) as unknown as TypedDocumentString<WorkspaceFragment, unknown>;
export const DeviceStateFragment = new TypedDocumentString(`
    fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}
    `, {"fragmentName":"DeviceState"}) as unknown as TypedDocumentString<DeviceStateFragment, unknown>;
export const DeviceFragment = new TypedDocumentString(`
    fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}`, {"fragmentName":"Device"}) as unknown as TypedDocumentString<DeviceFragment, unknown>;
export const DeviceActionFragment = new TypedDocumentString(`
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}
    `, {"fragmentName":"DeviceAction"}) as unknown as TypedDocumentString<DeviceActionFragment, unknown>;
export const EventFragment = new TypedDocumentString(`
    fragment Event on Event {
  id
  type
  customerId
  subjectId
  actor {
    type
    id
    openedFor
  }
  reason
  deviceId
  deviceAction {
    ...DeviceAction
  }
  failure
  count
  createdAt
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}`, {"fragmentName":"Event"}) as unknown as TypedDocumentString<EventFragment, unknown>;
export const MagicLinkFragment = new TypedDocumentString(`
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}
    `, {"fragmentName":"MagicLink"}) as unknown as TypedDocumentString<MagicLinkFragment, unknown>;
export const PortalSessionFragment = new TypedDocumentString(`
    fragment PortalSession on PortalSession {
  id
  token
  magicLinkId
  createdAt
  expiresAt
}
    `, {"fragmentName":"PortalSession"}) as unknown as TypedDocumentString<PortalSessionFragment, unknown>;
export const UnresolvedReferenceFragment = new TypedDocumentString(`
    fragment UnresolvedReference on UnresolvedReference {
  path
  key
}
    `, {"fragmentName":"UnresolvedReference"}) as unknown as TypedDocumentString<UnresolvedReferenceFragment, unknown>;
export const WarningFragment = new TypedDocumentString(`
    fragment Warning on Warning {
  code
  message
  field
}
    `, {"fragmentName":"Warning"}) as unknown as TypedDocumentString<WarningFragment, unknown>;
export const PushChangesFragment = new TypedDocumentString(`
    fragment PushChanges on PushChanges {
  created
  changed
  unchanged
}
    `, {"fragmentName":"PushChanges"}) as unknown as TypedDocumentString<PushChangesFragment, unknown>;
export const PageInfoFragment = new TypedDocumentString(`
    fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageInfo"}) as unknown as TypedDocumentString<PageInfoFragment, unknown>;
export const WebhookEndpointFragment = new TypedDocumentString(`
    fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}
    `, {"fragmentName":"WebhookEndpoint"}) as unknown as TypedDocumentString<WebhookEndpointFragment, unknown>;
export const WebhookDeliveryFragment = new TypedDocumentString(`
    fragment WebhookDelivery on WebhookDelivery {
  eventId
  webhookEndpointId
  status
  attempts
  nextAttemptAt
  lastAttemptAt
  responseStatus
  error
  createdAt
}
    `, {"fragmentName":"WebhookDelivery"}) as unknown as TypedDocumentString<WebhookDeliveryFragment, unknown>;
export const PushCustomerData = new TypedDocumentString(`
    mutation PushCustomerData($input: PushCustomerDataInput!) {
  pushCustomerData(input: $input) {
    customer {
      ...Customer
    }
    unresolvedReferences {
      ...UnresolvedReference
    }
  }
}
    fragment Customer on Customer {
  id
  key
  createdAt
  updatedAt
}
fragment UnresolvedReference on UnresolvedReference {
  path
  key
}`) as unknown as TypedDocumentString<PushCustomerDataMutation, PushCustomerDataMutationVariables>;
export const DeleteCustomerData = new TypedDocumentString(`
    mutation DeleteCustomerData($input: DeleteCustomerDataInput!) {
  deleteCustomerData(input: $input) {
    deletedCount
  }
}
    `) as unknown as TypedDocumentString<DeleteCustomerDataMutation, DeleteCustomerDataMutationVariables>;
export const GetCustomer = new TypedDocumentString(`
    query GetCustomer($key: String!, $first: Int) {
  customer(key: $key) {
    id
    key
    createdAt
    updatedAt
    spaces(first: $first) {
      nodes {
        ...Space
      }
      pageInfo {
        ...PageInfo
      }
    }
    userIdentities(first: $first) {
      nodes {
        ...UserIdentity
      }
      pageInfo {
        ...PageInfo
      }
    }
    accessGrants(first: $first) {
      nodes {
        ...AccessGrant
      }
      pageInfo {
        ...PageInfo
      }
    }
    devices(first: $first) {
      nodes {
        ...Device
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment UserIdentity on UserIdentity {
  id
  kind
  key
  name
  emailAddress
  phoneNumber
  createdAt
  updatedAt
}
fragment AccessGrant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    ...UserIdentity
  }
  spaces {
    ...Space
  }
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<GetCustomerQuery, GetCustomerQueryVariables>;
export const ListSpaces = new TypedDocumentString(`
    query ListSpaces($customerKey: String!, $first: Int, $after: String, $filter: SpaceFilter) {
  customer(key: $customerKey) {
    spaces(first: $first, after: $after, filter: $filter) {
      nodes {
        ...Space
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListSpacesQuery, ListSpacesQueryVariables>;
export const ListUserIdentities = new TypedDocumentString(`
    query ListUserIdentities($customerKey: String!, $first: Int, $after: String, $filter: UserIdentityFilter) {
  customer(key: $customerKey) {
    userIdentities(first: $first, after: $after, filter: $filter) {
      nodes {
        ...UserIdentity
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment UserIdentity on UserIdentity {
  id
  kind
  key
  name
  emailAddress
  phoneNumber
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListUserIdentitiesQuery, ListUserIdentitiesQueryVariables>;
export const ListAccessGrants = new TypedDocumentString(`
    query ListAccessGrants($customerKey: String!, $first: Int, $after: String, $filter: AccessGrantFilter) {
  customer(key: $customerKey) {
    accessGrants(first: $first, after: $after, filter: $filter) {
      nodes {
        ...AccessGrant
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment UserIdentity on UserIdentity {
  id
  kind
  key
  name
  emailAddress
  phoneNumber
  createdAt
  updatedAt
}
fragment AccessGrant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    ...UserIdentity
  }
  spaces {
    ...Space
  }
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListAccessGrantsQuery, ListAccessGrantsQueryVariables>;
export const ListCustomers = new TypedDocumentString(`
    query ListCustomers($first: Int, $after: String, $filter: CustomerFilter) {
  customers(first: $first, after: $after, filter: $filter) {
    nodes {
      ...Customer
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment Customer on Customer {
  id
  key
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListCustomersQuery, ListCustomersQueryVariables>;
export const GetWorkspace = new TypedDocumentString(`
    query GetWorkspace {
  workspace {
    ...Workspace
  }
}
    fragment Workspace on Workspace {
  id
  name
  embedOrigins
  returnUrl
  refreshUrl
  brandName
  logoUrl
  accentColor
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<GetWorkspaceQuery, GetWorkspaceQueryVariables>;
export const UpdateWorkspace = new TypedDocumentString(`
    mutation UpdateWorkspace($input: UpdateWorkspaceInput!) {
  updateWorkspace(input: $input) {
    workspace {
      ...Workspace
    }
  }
}
    fragment Workspace on Workspace {
  id
  name
  embedOrigins
  returnUrl
  refreshUrl
  brandName
  logoUrl
  accentColor
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<UpdateWorkspaceMutation, UpdateWorkspaceMutationVariables>;
export const PushDevices = new TypedDocumentString(`
    mutation PushDevices($input: PushDevicesInput!) {
  pushDevices(input: $input) {
    createdCount
    changedCount
  }
}
    `) as unknown as TypedDocumentString<PushDevicesMutation, PushDevicesMutationVariables>;
export const DeleteDevices = new TypedDocumentString(`
    mutation DeleteDevices($input: DeleteDevicesInput!) {
  deleteDevices(input: $input) {
    deletedCount
  }
}
    `) as unknown as TypedDocumentString<DeleteDevicesMutation, DeleteDevicesMutationVariables>;
export const GetDevice = new TypedDocumentString(`
    query GetDevice($id: ID!) {
  device(id: $id) {
    ...Device
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}`) as unknown as TypedDocumentString<GetDeviceQuery, GetDeviceQueryVariables>;
export const ListDevices = new TypedDocumentString(`
    query ListDevices($customerKey: String!, $first: Int, $after: String, $filter: DeviceFilter) {
  customer(key: $customerKey) {
    devices(first: $first, after: $after, filter: $filter) {
      nodes {
        ...Device
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListDevicesQuery, ListDevicesQueryVariables>;
export const ListSpacesWithDevices = new TypedDocumentString(`
    query ListSpacesWithDevices($customerKey: String!, $first: Int, $after: String, $filter: SpaceFilter, $firstDevices: Int, $deviceFilter: SpacesDeviceFilter) {
  customer(key: $customerKey) {
    spaces(first: $first, after: $after, filter: $filter) {
      nodes {
        id
        kind
        key
        name
        devices(first: $firstDevices, filter: $deviceFilter) {
          nodes {
            ...Device
          }
          pageInfo {
            ...PageInfo
          }
        }
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListSpacesWithDevicesQuery, ListSpacesWithDevicesQueryVariables>;
export const RequestDeviceAction = new TypedDocumentString(`
    mutation RequestDeviceAction($input: RequestDeviceActionInput!) {
  requestDeviceAction(input: $input) {
    deviceAction {
      ...DeviceAction
    }
  }
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}`) as unknown as TypedDocumentString<RequestDeviceActionMutation, RequestDeviceActionMutationVariables>;
export const ListDeviceActions = new TypedDocumentString(`
    query ListDeviceActions($first: Int, $after: String, $filter: DeviceActionFilter) {
  deviceActions(first: $first, after: $after, filter: $filter) {
    nodes {
      ...DeviceAction
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListDeviceActionsQuery, ListDeviceActionsQueryVariables>;
export const CompleteDeviceAction = new TypedDocumentString(`
    mutation CompleteDeviceAction($input: CompleteDeviceActionInput!) {
  completeDeviceAction(input: $input) {
    deviceAction {
      ...DeviceAction
    }
  }
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}`) as unknown as TypedDocumentString<CompleteDeviceActionMutation, CompleteDeviceActionMutationVariables>;
export const AssignDevices = new TypedDocumentString(`
    mutation AssignDevices($input: AssignDevicesInput!) {
  assignDevices(input: $input) {
    space {
      ...Space
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<AssignDevicesMutation, AssignDevicesMutationVariables>;
export const UnassignDevices = new TypedDocumentString(`
    mutation UnassignDevices($input: UnassignDevicesInput!) {
  unassignDevices(input: $input) {
    devices {
      ...Device
    }
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}`) as unknown as TypedDocumentString<UnassignDevicesMutation, UnassignDevicesMutationVariables>;
export const GetDeviceAction = new TypedDocumentString(`
    query GetDeviceAction($id: ID!) {
  deviceAction(id: $id) {
    ...DeviceAction
  }
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}`) as unknown as TypedDocumentString<GetDeviceActionQuery, GetDeviceActionQueryVariables>;
export const ListDeviceProposals = new TypedDocumentString(`
    query ListDeviceProposals($customerKey: String) {
  deviceProposals(customerKey: $customerKey) {
    device {
      ...Device
    }
    space {
      ...Space
    }
    score
  }
}
    fragment Space on Space {
  id
  kind
  key
  name
  deviceCount
  createdAt
  updatedAt
}
fragment Device on Device {
  id
  key
  name
  pushedName
  givenName
  type
  manufacturer
  model
  isOnline
  batteryLevel
  capabilities
  state {
    ...DeviceState
  }
  connectedAccountId
  customProperties {
    name
    value
  }
  space {
    ...Space
  }
  createdAt
  updatedAt
}
fragment DeviceState on DeviceState {
  isLocked
  isOn
  isOpen
  temperature
  targetTemperature
  humidity
}`) as unknown as TypedDocumentString<ListDeviceProposalsQuery, ListDeviceProposalsQueryVariables>;
export const RefuseDeviceProposal = new TypedDocumentString(`
    mutation RefuseDeviceProposal($input: RefuseDeviceProposalInput!) {
  refuseDeviceProposal(input: $input) {
    refused
  }
}
    `) as unknown as TypedDocumentString<RefuseDeviceProposalMutation, RefuseDeviceProposalMutationVariables>;
export const ListEvents = new TypedDocumentString(`
    query ListEvents($first: Int, $after: String, $filter: EventFilter) {
  events(first: $first, after: $after, filter: $filter) {
    nodes {
      ...Event
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment DeviceAction on DeviceAction {
  id
  device {
    id
    key
    name
  }
  capability
  targetTemperature
  status
  error
  createdAt
  expiresAt
  completedAt
}
fragment Event on Event {
  id
  type
  customerId
  subjectId
  actor {
    type
    id
    openedFor
  }
  reason
  deviceId
  deviceAction {
    ...DeviceAction
  }
  failure
  count
  createdAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListEventsQuery, ListEventsQueryVariables>;
export const CreateCustomerPortal = new TypedDocumentString(`
    mutation CreateCustomerPortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    magicLink {
      ...MagicLink
    }
    customer {
      ...Customer
    }
    unresolvedReferences {
      ...UnresolvedReference
    }
    warnings {
      ...Warning
    }
  }
}
    fragment Customer on Customer {
  id
  key
  createdAt
  updatedAt
}
fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}
fragment UnresolvedReference on UnresolvedReference {
  path
  key
}
fragment Warning on Warning {
  code
  message
  field
}`) as unknown as TypedDocumentString<CreateCustomerPortalMutation, CreateCustomerPortalMutationVariables>;
export const CheckCustomerPortal = new TypedDocumentString(`
    query CheckCustomerPortal($input: CreateCustomerPortalInput!) {
  checkCustomerPortal(input: $input) {
    faults {
      field
      message
    }
    faultCount
    unresolvedReferences {
      ...UnresolvedReference
    }
    warnings {
      ...Warning
    }
    comparison {
      customerIsNew
      spaces {
        ...PushChanges
      }
      userIdentities {
        ...PushChanges
      }
      accessGrants {
        ...PushChanges
      }
    }
    sections
  }
}
    fragment UnresolvedReference on UnresolvedReference {
  path
  key
}
fragment Warning on Warning {
  code
  message
  field
}
fragment PushChanges on PushChanges {
  created
  changed
  unchanged
}`) as unknown as TypedDocumentString<CheckCustomerPortalQuery, CheckCustomerPortalQueryVariables>;
export const GetMagicLink = new TypedDocumentString(`
    query GetMagicLink($id: ID!) {
  magicLink(id: $id) {
    ...MagicLink
  }
}
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}`) as unknown as TypedDocumentString<GetMagicLinkQuery, GetMagicLinkQueryVariables>;
export const ListMagicLinks = new TypedDocumentString(`
    query ListMagicLinks($first: Int, $after: String, $filter: MagicLinkFilter) {
  magicLinks(first: $first, after: $after, filter: $filter) {
    nodes {
      ...MagicLink
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListMagicLinksQuery, ListMagicLinksQueryVariables>;
export const UpdateMagicLink = new TypedDocumentString(`
    mutation UpdateMagicLink($input: UpdateMagicLinkInput!) {
  updateMagicLink(input: $input) {
    magicLink {
      ...MagicLink
    }
  }
}
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}`) as unknown as TypedDocumentString<UpdateMagicLinkMutation, UpdateMagicLinkMutationVariables>;
export const RevokeMagicLink = new TypedDocumentString(`
    mutation RevokeMagicLink($input: RevokeMagicLinkInput!) {
  revokeMagicLink(input: $input) {
    magicLink {
      ...MagicLink
    }
  }
}
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}`) as unknown as TypedDocumentString<RevokeMagicLinkMutation, RevokeMagicLinkMutationVariables>;
export const RotateMagicLink = new TypedDocumentString(`
    mutation RotateMagicLink($input: RotateMagicLinkInput!) {
  rotateMagicLink(input: $input) {
    magicLink {
      ...MagicLink
    }
  }
}
    fragment MagicLink on MagicLink {
  id
  url
  status
  buildingBlockType
  customerKey
  isEmbedded
  features {
    connect {
      exclude
    }
    manageDevices {
      exclude
    }
    organize {
      exclude
    }
  }
  createdAt
  expiresAt
  revokedAt
  maxRedemptions
  redemptionCount
  firstRedeemedAt
  lastRedeemedAt
  returnUrl
  refreshUrl
  embedOrigins
  openedFor
}`) as unknown as TypedDocumentString<RotateMagicLinkMutation, RotateMagicLinkMutationVariables>;
export const RedeemMagicLink = new TypedDocumentString(`
    mutation RedeemMagicLink($input: RedeemMagicLinkInput!) {
  redeemMagicLink(input: $input) {
    session {
      ...PortalSession
    }
  }
}
    fragment PortalSession on PortalSession {
  id
  token
  magicLinkId
  createdAt
  expiresAt
}`) as unknown as TypedDocumentString<RedeemMagicLinkMutation, RedeemMagicLinkMutationVariables>;
export const EndPortalSessions = new TypedDocumentString(`
    mutation EndPortalSessions($input: EndPortalSessionsInput!) {
  endPortalSessions(input: $input) {
    endedCount
  }
}
    `) as unknown as TypedDocumentString<EndPortalSessionsMutation, EndPortalSessionsMutationVariables>;
export const ListPortalSessions = new TypedDocumentString(`
    query ListPortalSessions($customerKey: String!, $first: Int, $after: String) {
  customer(key: $customerKey) {
    portalSessions(first: $first, after: $after) {
      nodes {
        ...PortalSession
      }
      pageInfo {
        ...PageInfo
      }
    }
  }
}
    fragment PortalSession on PortalSession {
  id
  token
  magicLinkId
  createdAt
  expiresAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ListPortalSessionsQuery, ListPortalSessionsQueryVariables>;
export const ReportLeakedToken = new TypedDocumentString(`
    mutation ReportLeakedToken($input: ReportLeakedTokenInput!) {
  reportLeakedToken(input: $input) {
    received
  }
}
    `) as unknown as TypedDocumentString<ReportLeakedTokenMutation, ReportLeakedTokenMutationVariables>;
export const CreateWebhookEndpoint = new TypedDocumentString(`
    mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    webhookEndpoint {
      ...WebhookEndpoint
    }
    secret
  }
}
    fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}`) as unknown as TypedDocumentString<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>;
export const GetWebhookEndpoint = new TypedDocumentString(`
    query GetWebhookEndpoint($id: ID!) {
  webhookEndpoint(id: $id) {
    ...WebhookEndpoint
  }
}
    fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}`) as unknown as TypedDocumentString<GetWebhookEndpointQuery, GetWebhookEndpointQueryVariables>;
export const ListWebhookEndpoints = new TypedDocumentString(`
    query ListWebhookEndpoints($first: Int, $after: String) {
  webhookEndpoints(first: $first, after: $after) {
    nodes {
      ...WebhookEndpoint
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}`) as unknown as TypedDocumentString<ListWebhookEndpointsQuery, ListWebhookEndpointsQueryVariables>;
export const UpdateWebhookEndpoint = new TypedDocumentString(`
    mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(input: $input) {
    webhookEndpoint {
      ...WebhookEndpoint
    }
  }
}
    fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}`) as unknown as TypedDocumentString<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>;
export const DeleteWebhookEndpoint = new TypedDocumentString(`
    mutation DeleteWebhookEndpoint($input: DeleteWebhookEndpointInput!) {
  deleteWebhookEndpoint(input: $input) {
    deleted
  }
}
    `) as unknown as TypedDocumentString<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>;
export const RotateWebhookSecret = new TypedDocumentString(`
    mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
  rotateWebhookSecret(input: $input) {
    webhookEndpoint {
      ...WebhookEndpoint
    }
    secret
  }
}
    fragment WebhookEndpoint on WebhookEndpoint {
  id
  url
  eventTypes
  createdAt
  updatedAt
  failingSince
  disabledAt
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const ListWebhookDeliveries = new TypedDocumentString(`
    query ListWebhookDeliveries($webhookEndpointId: ID!, $first: Int, $after: String, $filter: WebhookDeliveryFilter) {
  webhookDeliveries(
    webhookEndpointId: $webhookEndpointId
    first: $first
    after: $after
    filter: $filter
  ) {
    nodes {
      ...WebhookDelivery
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment WebhookDelivery on WebhookDelivery {
  eventId
  webhookEndpointId
  status
  attempts
  nextAttemptAt
  lastAttemptAt
  responseStatus
  error
  createdAt
}`) as unknown as TypedDocumentString<ListWebhookDeliveriesQuery, ListWebhookDeliveriesQueryVariables>;
export const SendTestEvent = new TypedDocumentString(`
    mutation SendTestEvent($input: SendTestEventInput!) {
  sendTestEvent(input: $input) {
    webhookDelivery {
      ...WebhookDelivery
    }
  }
}
    fragment WebhookDelivery on WebhookDelivery {
  eventId
  webhookEndpointId
  status
  attempts
  nextAttemptAt
  lastAttemptAt
  responseStatus
  error
  createdAt
}`) as unknown as TypedDocumentString<SendTestEventMutation, SendTestEventMutationVariables>;
export const RedeliverEvent = new TypedDocumentString(`
    mutation RedeliverEvent($input: RedeliverEventInput!) {
  redeliverEvent(input: $input) {
    webhookDelivery {
      ...WebhookDelivery
    }
  }
}
    fragment WebhookDelivery on WebhookDelivery {
  eventId
  webhookEndpointId
  status
  attempts
  nextAttemptAt
  lastAttemptAt
  responseStatus
  error
  createdAt
}`) as unknown as TypedDocumentString<RedeliverEventMutation, RedeliverEventMutationVariables>;