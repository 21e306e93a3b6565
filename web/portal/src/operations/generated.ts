/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Narrows a list of grants. Conditions that are given must all hold. */
export type AccessGrantFilter = {
  /** Only grants that hold at this moment: begun (or without a beginning) and not yet ended. */
  readonly activeAt?: string | null | undefined;
  /** Only grants that end after this moment, or have no end. */
  readonly endsAfter?: string | null | undefined;
  /** Only grants with this key, whatever their kind. */
  readonly key?: string | null | undefined;
  /** Only grants of this kind. */
  readonly kind?: AccessGrantKind | null | undefined;
  /** Only grants whose name begins with this text; upper and lower case are the same. */
  readonly namePrefix?: string | null | undefined;
  /** Only grants whose own name begins with this text, or whose person's name does; upper and lower case are the same. */
  readonly search?: string | null | undefined;
  /** Only grants that begin before this moment, or have no beginning. */
  readonly startsBefore?: string | null | undefined;
};

/** Which list a grant of access was sent in. */
export type AccessGrantKind =
  /** Sent in `accessGrants`: a right to enter, where neither reservation nor booking fits. */
  | 'ACCESS_GRANT'
  /** Sent in `bookings`: a booking, for instance of a hotel room. */
  | 'BOOKING'
  /** Sent in `reservations`: a reservation, for instance of a rental. */
  | 'RESERVATION';

/** What became of an authorization. */
export type AccountAuthorizationStatus =
  /** It brought an account. */
  | 'CONNECTED'
  /** It brought none. */
  | 'FAILED'
  /** It goes on. */
  | 'PENDING';

/** Devices to put into a place. */
export type AssignDevicesInput = {
  /** The devices' ids: 1 to 100, all of the place's customer. */
  readonly deviceIds: ReadonlyArray<string>;
  /** The place's id. */
  readonly spaceId: string;
};

/** Whether an account can be used. */
export type ConnectedAccountStatus =
  /** It has tokens. */
  | 'CONNECTED'
  /** It was disconnected, and its tokens are deleted. */
  | 'DISCONNECTED'
  /** The provider takes its tokens no longer: the customer has to connect it again. */
  | 'RECONNECT_REQUIRED';

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

/** What a deep link can lead to. */
export type DeepLinkResourceType =
  /** A device, with the place that it is in. */
  | 'DEVICE'
  /** A reservation, with its person, its places and the devices in those. */
  | 'RESERVATION'
  /** A place of any kind, looked for as `spaceKeys` does, with the devices in it. */
  | 'SPACE';

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
  readonly isAssigned?: boolean | null | undefined;
  /** Only the device with this key. */
  readonly key?: string | null | undefined;
  /** Only devices whose name begins with this text; upper and lower case are the same. */
  readonly namePrefix?: string | null | undefined;
  /** Only devices whose own or pushed name, key, maker or model holds this text; upper and lower case are the same. */
  readonly search?: string | null | undefined;
  /** Only devices in the place with this id. */
  readonly spaceId?: string | null | undefined;
  /** Only devices of this type. */
  readonly type?: DeviceType | null | undefined;
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

/** What a landing page can show. */
export type LandingPageKind =
  /** A grant that was sent in `accessGrants`. */
  | 'ACCESS_GRANT'
  /** A grant that was sent in `bookings`. */
  | 'BOOKING'
  /** A place that was sent in `buildings`. */
  | 'BUILDING'
  /** A place that was sent in `commonAreas`. */
  | 'COMMON_AREA'
  /** A place that was sent in `facilities`. */
  | 'FACILITY'
  /** A place that was sent in `listings`. */
  | 'LISTING'
  /** A place that was sent in `properties`. */
  | 'PROPERTY'
  /** A place that was sent in `propertyListings`. */
  | 'PROPERTY_LISTING'
  /** A grant that was sent in `reservations`. */
  | 'RESERVATION'
  /** A place that was sent in `rooms`. */
  | 'ROOM'
  /** A place that was sent in `sites`. */
  | 'SITE'
  /** A place that was sent in `spaces`. */
  | 'SPACE'
  /** A place that was sent in `units`. */
  | 'UNIT';

/** Whether a portal shows its navigation. */
export type NavigationMode =
  /** The portal shows its navigation. */
  | 'FULL'
  /** The portal shows no navigation. With a deep link, its sessions read that one resource and what it refers to, and nothing else. */
  | 'RESTRICTED';

/** A proposal to refuse. */
export type RefuseDeviceProposalInput = {
  /** The device's id. */
  readonly deviceId: string;
  /** The place's id. */
  readonly spaceId: string;
};

/** A device's name. */
export type RenameDeviceInput = {
  /** The device's id. */
  readonly id: string;
  /** The customer's own name: at most 255 characters. Null or empty text takes it back: then the business's shows. */
  readonly name?: string | null | undefined;
};

/** Something that a device shall do. */
export type RequestDeviceActionInput = {
  /** What it shall do: one of its `capabilities`. */
  readonly capability: DeviceCapability;
  /** The device's id. */
  readonly deviceId: string;
  /** The temperature to keep, in degrees Celsius, -100 to 200: for SET_TEMPERATURE alone, which needs it. */
  readonly targetTemperature?: number | null | undefined;
};

/** Narrows a list of places. */
export type SpaceFilter = {
  /** Only places with this key, whatever their kind. */
  readonly key?: string | null | undefined;
  /** Only places of this kind. */
  readonly kind?: SpaceKind | null | undefined;
  /** Only places whose name begins with this text; upper and lower case are the same. */
  readonly namePrefix?: string | null | undefined;
  /** Only places of the site with this key. */
  readonly parentSiteKey?: string | null | undefined;
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

/** Devices to take out of their places. */
export type UnassignDevicesInput = {
  /** The devices' ids: 1 to 100. */
  readonly deviceIds: ReadonlyArray<string>;
};

/** Narrows a list of people. */
export type UserIdentityFilter = {
  /** Only people with this key, whatever their kind. */
  readonly key?: string | null | undefined;
  /** Only people of this kind. */
  readonly kind?: UserIdentityKind | null | undefined;
  /** Only people whose name begins with this text; upper and lower case are the same. */
  readonly namePrefix?: string | null | undefined;
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

export type AccountFragment = { readonly id: string, readonly name: string | null, readonly status: ConnectedAccountStatus, readonly provider: { readonly id: string, readonly name: string } };

export type AccountsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AccountsQuery = { readonly portal: { readonly providers: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string }>, readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly status: ConnectedAccountStatus, readonly provider: { readonly id: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } } };

export type ConnectMutationVariables = Exact<{
  providerId: string;
  accountId?: string | null | undefined;
}>;


export type ConnectMutation = { readonly connectAccount: { readonly url: string, readonly authorization: { readonly id: string, readonly expiresAt: string } } };

export type AuthorizationQueryVariables = Exact<{
  id: string;
}>;


export type AuthorizationQuery = { readonly accountAuthorization: { readonly status: AccountAuthorizationStatus, readonly failure: ConnectionFailure | null } | null };

export type DisconnectMutationVariables = Exact<{
  id: string;
}>;


export type DisconnectMutation = { readonly disconnectAccount: { readonly connectedAccount: { readonly id: string, readonly status: ConnectedAccountStatus } } };

export type DeviceFragment = { readonly id: string, readonly name: string, readonly pushedName: string, readonly givenName: string | null, readonly type: DeviceType, readonly manufacturer: string | null, readonly model: string | null, readonly isOnline: boolean, readonly batteryLevel: number | null, readonly capabilities: ReadonlyArray<DeviceCapability>, readonly updatedAt: string, readonly state: { readonly isLocked: boolean | null, readonly isOn: boolean | null, readonly isOpen: boolean | null, readonly temperature: number | null, readonly targetTemperature: number | null, readonly humidity: number | null }, readonly space: { readonly name: string } | null, readonly pendingAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null };

export type ActionFragment = { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null };

export type DevicesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter: DeviceFilter;
  types: boolean;
}>;


export type DevicesQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly pushedName: string, readonly givenName: string | null, readonly type: DeviceType, readonly manufacturer: string | null, readonly model: string | null, readonly isOnline: boolean, readonly batteryLevel: number | null, readonly capabilities: ReadonlyArray<DeviceCapability>, readonly updatedAt: string, readonly state: { readonly isLocked: boolean | null, readonly isOn: boolean | null, readonly isOpen: boolean | null, readonly temperature: number | null, readonly targetTemperature: number | null, readonly humidity: number | null }, readonly space: { readonly name: string } | null, readonly pendingAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } & { readonly LOCK?: { readonly totalCount: number }, readonly THERMOSTAT?: { readonly totalCount: number }, readonly SENSOR?: { readonly totalCount: number }, readonly SWITCH?: { readonly totalCount: number }, readonly LIGHT?: { readonly totalCount: number }, readonly CAMERA?: { readonly totalCount: number }, readonly HUB?: { readonly totalCount: number }, readonly OTHER?: { readonly totalCount: number } } } };

export type DeviceTypesFragment = { readonly LOCK: { readonly totalCount: number }, readonly THERMOSTAT: { readonly totalCount: number }, readonly SENSOR: { readonly totalCount: number }, readonly SWITCH: { readonly totalCount: number }, readonly LIGHT: { readonly totalCount: number }, readonly CAMERA: { readonly totalCount: number }, readonly HUB: { readonly totalCount: number }, readonly OTHER: { readonly totalCount: number } };

export type DeviceQueryVariables = Exact<{
  id: string;
}>;


export type DeviceQuery = { readonly device: { readonly id: string, readonly name: string, readonly pushedName: string, readonly givenName: string | null, readonly type: DeviceType, readonly manufacturer: string | null, readonly model: string | null, readonly isOnline: boolean, readonly batteryLevel: number | null, readonly capabilities: ReadonlyArray<DeviceCapability>, readonly updatedAt: string, readonly state: { readonly isLocked: boolean | null, readonly isOn: boolean | null, readonly isOpen: boolean | null, readonly temperature: number | null, readonly targetTemperature: number | null, readonly humidity: number | null }, readonly space: { readonly name: string } | null, readonly pendingAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null } | null };

export type DeviceHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  types?: ReadonlyArray<EventType> | EventType | null | undefined;
}>;


export type DeviceHistoryQuery = { readonly device: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly type: EventType, readonly createdAt: string, readonly actor: { readonly type: EventActorType | null, readonly openedFor: string | null }, readonly deviceAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } | null };

export type ActionQueryVariables = Exact<{
  id: string;
}>;


export type ActionQuery = { readonly deviceAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null };

export type AskMutationVariables = Exact<{
  input: RequestDeviceActionInput;
}>;


export type AskMutation = { readonly requestDeviceAction: { readonly deviceAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } } };

export type RenameMutationVariables = Exact<{
  input: RenameDeviceInput;
}>;


export type RenameMutation = { readonly renameDevice: { readonly device: { readonly id: string, readonly name: string, readonly pushedName: string, readonly givenName: string | null, readonly type: DeviceType, readonly manufacturer: string | null, readonly model: string | null, readonly isOnline: boolean, readonly batteryLevel: number | null, readonly capabilities: ReadonlyArray<DeviceCapability>, readonly updatedAt: string, readonly state: { readonly isLocked: boolean | null, readonly isOn: boolean | null, readonly isOpen: boolean | null, readonly temperature: number | null, readonly targetTemperature: number | null, readonly humidity: number | null }, readonly space: { readonly name: string } | null, readonly pendingAction: { readonly id: string, readonly capability: DeviceCapability, readonly targetTemperature: number | null, readonly status: DeviceActionStatus, readonly error: string | null } | null } } };

export type PlacedFragment = { readonly id: string, readonly name: string, readonly type: DeviceType };

export type DevicesWithoutPlaceQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type DevicesWithoutPlaceQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly type: DeviceType }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } } };

export type DevicesOfPlaceQueryVariables = Exact<{
  space: string;
  first: number;
  after?: string | null | undefined;
}>;


export type DevicesOfPlaceQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly type: DeviceType }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } } };

export type ProposalsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProposalsQuery = { readonly deviceProposals: ReadonlyArray<{ readonly device: { readonly id: string, readonly name: string }, readonly space: { readonly id: string, readonly name: string } }> };

export type AssignMutationVariables = Exact<{
  input: AssignDevicesInput;
}>;


export type AssignMutation = { readonly assignDevices: { readonly space: { readonly id: string } } };

export type UnassignMutationVariables = Exact<{
  input: UnassignDevicesInput;
}>;


export type UnassignMutation = { readonly unassignDevices: { readonly devices: ReadonlyArray<{ readonly id: string }> } };

export type RefuseProposalMutationVariables = Exact<{
  input: RefuseDeviceProposalInput;
}>;


export type RefuseProposalMutation = { readonly refuseDeviceProposal: { readonly refused: boolean } };

export type GrantFragment = { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> };

export type PageFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

export type AgendaQueryVariables = Exact<{
  endsAfter: string;
  startsBefore: string;
  after?: string | null | undefined;
}>;


export type AgendaQuery = { readonly portal: { readonly customer: { readonly list: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } } };

export type GrantsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter: AccessGrantFilter;
  exact?: AccessGrantFilter | null | undefined;
  searching: boolean;
}>;


export type GrantsQuery = { readonly portal: { readonly customer: { readonly exact?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }> }, readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } } };

export type PlacesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter: SpaceFilter;
  kinds: boolean;
}>;


export type PlacesQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: SpaceKind, readonly key: string, readonly name: string, readonly deviceCount: number }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } & { readonly SPACE?: { readonly totalCount: number }, readonly PROPERTY?: { readonly totalCount: number }, readonly ROOM?: { readonly totalCount: number }, readonly COMMON_AREA?: { readonly totalCount: number }, readonly UNIT?: { readonly totalCount: number }, readonly FACILITY?: { readonly totalCount: number }, readonly BUILDING?: { readonly totalCount: number }, readonly LISTING?: { readonly totalCount: number }, readonly PROPERTY_LISTING?: { readonly totalCount: number }, readonly SITE?: { readonly totalCount: number } } } };

export type PlaceKindsFragment = { readonly SPACE: { readonly totalCount: number }, readonly PROPERTY: { readonly totalCount: number }, readonly ROOM: { readonly totalCount: number }, readonly COMMON_AREA: { readonly totalCount: number }, readonly UNIT: { readonly totalCount: number }, readonly FACILITY: { readonly totalCount: number }, readonly BUILDING: { readonly totalCount: number }, readonly LISTING: { readonly totalCount: number }, readonly PROPERTY_LISTING: { readonly totalCount: number }, readonly SITE: { readonly totalCount: number } };

export type OneGrantQueryVariables = Exact<{
  filter: AccessGrantFilter;
}>;


export type OneGrantQuery = { readonly portal: { readonly customer: { readonly list: { readonly nodes: ReadonlyArray<{ readonly preferredCode: string | null, readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly emailAddress: string | null, readonly phoneNumber: string | null, readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly id: string, readonly deviceCount: number, readonly name: string }> }> } } } };

export type OnePlaceQueryVariables = Exact<{
  filter: SpaceFilter;
}>;


export type OnePlaceQuery = { readonly portal: { readonly customer: { readonly list: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: SpaceKind, readonly key: string, readonly name: string, readonly deviceCount: number }> } } } };

export type PeopleQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter: UserIdentityFilter;
  kinds: boolean;
}>;


export type PeopleQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: UserIdentityKind, readonly key: string, readonly name: string, readonly emailAddress: string | null, readonly phoneNumber: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } & { readonly GUEST?: { readonly totalCount: number }, readonly TENANT?: { readonly totalCount: number }, readonly RESIDENT?: { readonly totalCount: number }, readonly USER?: { readonly totalCount: number }, readonly USER_IDENTITY?: { readonly totalCount: number }, readonly STAFF_MEMBER?: { readonly totalCount: number } } } };

export type PersonKindsFragment = { readonly GUEST: { readonly totalCount: number }, readonly TENANT: { readonly totalCount: number }, readonly RESIDENT: { readonly totalCount: number }, readonly USER: { readonly totalCount: number }, readonly USER_IDENTITY: { readonly totalCount: number }, readonly STAFF_MEMBER: { readonly totalCount: number } };

export type OpeningFragment = { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly navigationMode: NavigationMode, readonly readOnly: boolean, readonly deepLink: { readonly resourceType: DeepLinkResourceType, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null, readonly device: { readonly id: string, readonly name: string } | null } | null, readonly landingPage: { readonly kind: LandingPageKind, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null } | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly manageDevices: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean }, readonly manage: { readonly excludeReservationManagement: boolean, readonly excludeReservationTechnicalDetails: boolean, readonly events: { readonly defaultEvents: ReadonlyArray<EventType> | null } | null, readonly deviceManagementConfirmation: { readonly title: string | null, readonly body: string | null, readonly confirmButtonLabel: string | null, readonly cancelButtonLabel: string | null } | null } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } };

export type OpenedPlaceFragment = { readonly kind: SpaceKind, readonly key: string, readonly name: string };

export type PageQueryVariables = Exact<{
  endsAfter: string;
  startsBefore: string;
}>;


export type PageQuery = { readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly navigationMode: NavigationMode, readonly readOnly: boolean, readonly brand: { readonly accentColor: string | null, readonly secondaryColor: string | null, readonly primaryForegroundColor: string | null, readonly secondaryForegroundColor: string | null, readonly fontFamily: string | null, readonly monoFontFamily: string | null, readonly messageOverrides: Record<string, unknown> | null, readonly name: string | null, readonly logoUrl: string | null }, readonly deepLink: { readonly resourceType: DeepLinkResourceType, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null, readonly device: { readonly id: string, readonly name: string } | null } | null, readonly landingPage: { readonly kind: LandingPageKind, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null } | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly manageDevices: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean }, readonly manage: { readonly excludeReservationManagement: boolean, readonly excludeReservationTechnicalDetails: boolean, readonly events: { readonly defaultEvents: ReadonlyArray<EventType> | null } | null, readonly deviceManagementConfirmation: { readonly title: string | null, readonly body: string | null, readonly confirmButtonLabel: string | null, readonly cancelButtonLabel: string | null } | null } }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } };

export type FirstQueryVariables = Exact<{
  endsAfter: string;
  startsBefore: string;
}>;


export type FirstQuery = { readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly navigationMode: NavigationMode, readonly readOnly: boolean, readonly deepLink: { readonly resourceType: DeepLinkResourceType, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null, readonly device: { readonly id: string, readonly name: string } | null } | null, readonly landingPage: { readonly kind: LandingPageKind, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null } | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly manageDevices: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean }, readonly manage: { readonly excludeReservationManagement: boolean, readonly excludeReservationTechnicalDetails: boolean, readonly events: { readonly defaultEvents: ReadonlyArray<EventType> | null } | null, readonly deviceManagementConfirmation: { readonly title: string | null, readonly body: string | null, readonly confirmButtonLabel: string | null, readonly cancelButtonLabel: string | null } | null } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } };

export type OpenMutationVariables = Exact<{
  token: string;
  endsAfter: string;
  startsBefore: string;
}>;


export type OpenMutation = { readonly redeemMagicLink: { readonly session: { readonly token: string | null }, readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly navigationMode: NavigationMode, readonly readOnly: boolean, readonly deepLink: { readonly resourceType: DeepLinkResourceType, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null, readonly device: { readonly id: string, readonly name: string } | null } | null, readonly landingPage: { readonly kind: LandingPageKind, readonly space: { readonly kind: SpaceKind, readonly key: string, readonly name: string } | null, readonly accessGrant: { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> } | null } | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly manageDevices: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean }, readonly manage: { readonly excludeReservationManagement: boolean, readonly excludeReservationTechnicalDetails: boolean, readonly events: { readonly defaultEvents: ReadonlyArray<EventType> | null } | null, readonly deviceManagementConfirmation: { readonly title: string | null, readonly body: string | null, readonly confirmButtonLabel: string | null, readonly cancelButtonLabel: string | null } | null } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } } };

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
export const AccountFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Account on ConnectedAccount {
  id
  name
  status
  provider {
    id
    name
  }
}
    `, {"fragmentName":"Account"}) as unknown as TypedDocumentString<AccountFragment, unknown>;
export const ActionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}
    `, {"fragmentName":"Action"}) as unknown as TypedDocumentString<ActionFragment, unknown>;
export const DeviceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Device on Device {
  id
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
    isLocked
    isOn
    isOpen
    temperature
    targetTemperature
    humidity
  }
  space {
    name
  }
  pendingAction {
    ...Action
  }
  updatedAt
}
    fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}`, {"fragmentName":"Device"}) as unknown as TypedDocumentString<DeviceFragment, unknown>;
export const DeviceTypesFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DeviceTypes on Customer {
  LOCK: devices(first: 1, filter: {type: LOCK}) {
    totalCount
  }
  THERMOSTAT: devices(first: 1, filter: {type: THERMOSTAT}) {
    totalCount
  }
  SENSOR: devices(first: 1, filter: {type: SENSOR}) {
    totalCount
  }
  SWITCH: devices(first: 1, filter: {type: SWITCH}) {
    totalCount
  }
  LIGHT: devices(first: 1, filter: {type: LIGHT}) {
    totalCount
  }
  CAMERA: devices(first: 1, filter: {type: CAMERA}) {
    totalCount
  }
  HUB: devices(first: 1, filter: {type: HUB}) {
    totalCount
  }
  OTHER: devices(first: 1, filter: {type: OTHER}) {
    totalCount
  }
}
    `, {"fragmentName":"DeviceTypes"}) as unknown as TypedDocumentString<DeviceTypesFragment, unknown>;
export const PlacedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Placed on Device {
  id
  name
  type
}
    `, {"fragmentName":"Placed"}) as unknown as TypedDocumentString<PlacedFragment, unknown>;
export const PlaceKindsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PlaceKinds on Customer {
  SPACE: spaces(first: 1, filter: {kind: SPACE}) {
    totalCount
  }
  PROPERTY: spaces(first: 1, filter: {kind: PROPERTY}) {
    totalCount
  }
  ROOM: spaces(first: 1, filter: {kind: ROOM}) {
    totalCount
  }
  COMMON_AREA: spaces(first: 1, filter: {kind: COMMON_AREA}) {
    totalCount
  }
  UNIT: spaces(first: 1, filter: {kind: UNIT}) {
    totalCount
  }
  FACILITY: spaces(first: 1, filter: {kind: FACILITY}) {
    totalCount
  }
  BUILDING: spaces(first: 1, filter: {kind: BUILDING}) {
    totalCount
  }
  LISTING: spaces(first: 1, filter: {kind: LISTING}) {
    totalCount
  }
  PROPERTY_LISTING: spaces(first: 1, filter: {kind: PROPERTY_LISTING}) {
    totalCount
  }
  SITE: spaces(first: 1, filter: {kind: SITE}) {
    totalCount
  }
}
    `, {"fragmentName":"PlaceKinds"}) as unknown as TypedDocumentString<PlaceKindsFragment, unknown>;
export const PersonKindsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PersonKinds on Customer {
  GUEST: userIdentities(first: 1, filter: {kind: GUEST}) {
    totalCount
  }
  TENANT: userIdentities(first: 1, filter: {kind: TENANT}) {
    totalCount
  }
  RESIDENT: userIdentities(first: 1, filter: {kind: RESIDENT}) {
    totalCount
  }
  USER: userIdentities(first: 1, filter: {kind: USER}) {
    totalCount
  }
  USER_IDENTITY: userIdentities(first: 1, filter: {kind: USER_IDENTITY}) {
    totalCount
  }
  STAFF_MEMBER: userIdentities(first: 1, filter: {kind: STAFF_MEMBER}) {
    totalCount
  }
}
    `, {"fragmentName":"PersonKinds"}) as unknown as TypedDocumentString<PersonKindsFragment, unknown>;
export const OpenedPlaceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OpenedPlace on Space {
  kind
  key
  name
}
    `, {"fragmentName":"OpenedPlace"}) as unknown as TypedDocumentString<OpenedPlaceFragment, unknown>;
export const GrantFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
    `, {"fragmentName":"Grant"}) as unknown as TypedDocumentString<GrantFragment, unknown>;
export const PageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"Page"}) as unknown as TypedDocumentString<PageFragment, unknown>;
export const OpeningFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Opening on Portal {
  isEmbedded
  expiresAt
  returnUrl
  refreshUrl
  openedFor
  navigationMode
  readOnly
  deepLink {
    resourceType
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
    device {
      id
      name
    }
  }
  landingPage {
    kind
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
  }
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
    manage {
      excludeReservationManagement
      excludeReservationTechnicalDetails
      events {
        defaultEvents
      }
      deviceManagementConfirmation {
        title
        body
        confirmButtonLabel
        cancelButtonLabel
      }
    }
  }
  brand {
    name
    logoUrl
  }
  customer {
    key
    agenda: accessGrants(
      first: 100
      filter: {endsAfter: $endsAfter, startsBefore: $startsBefore}
    ) {
      nodes {
        ...Grant
      }
      pageInfo {
        ...Page
      }
    }
    reservations: accessGrants(first: 1, filter: {kind: RESERVATION}) {
      totalCount
    }
    bookings: accessGrants(first: 1, filter: {kind: BOOKING}) {
      totalCount
    }
    grants: accessGrants(first: 1, filter: {kind: ACCESS_GRANT}) {
      totalCount
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment OpenedPlace on Space {
  kind
  key
  name
}`, {"fragmentName":"Opening"}) as unknown as TypedDocumentString<OpeningFragment, unknown>;
export const AccountsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Accounts($after: String) {
  portal {
    providers {
      id
      key
      name
    }
    customer {
      list: connectedAccounts(first: 50, after: $after) {
        nodes {
          ...Account
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
    }
  }
}
    fragment Account on ConnectedAccount {
  id
  name
  status
  provider {
    id
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<AccountsQuery, AccountsQueryVariables>;
export const ConnectDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Connect($providerId: ID!, $accountId: ID) {
  connectAccount(input: {providerId: $providerId, accountId: $accountId}) {
    url
    authorization {
      id
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<ConnectMutation, ConnectMutationVariables>;
export const AuthorizationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Authorization($id: ID!) {
  accountAuthorization(id: $id) {
    status
    failure
  }
}
    `) as unknown as TypedDocumentString<AuthorizationQuery, AuthorizationQueryVariables>;
export const DisconnectDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Disconnect($id: ID!) {
  disconnectAccount(input: {id: $id}) {
    connectedAccount {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<DisconnectMutation, DisconnectMutationVariables>;
export const DevicesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Devices($first: Int!, $after: String, $filter: DeviceFilter!, $types: Boolean!) {
  portal {
    customer {
      list: devices(first: $first, after: $after, filter: $filter) {
        nodes {
          ...Device
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
      ...DeviceTypes @include(if: $types)
    }
  }
}
    fragment Device on Device {
  id
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
    isLocked
    isOn
    isOpen
    temperature
    targetTemperature
    humidity
  }
  space {
    name
  }
  pendingAction {
    ...Action
  }
  updatedAt
}
fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}
fragment DeviceTypes on Customer {
  LOCK: devices(first: 1, filter: {type: LOCK}) {
    totalCount
  }
  THERMOSTAT: devices(first: 1, filter: {type: THERMOSTAT}) {
    totalCount
  }
  SENSOR: devices(first: 1, filter: {type: SENSOR}) {
    totalCount
  }
  SWITCH: devices(first: 1, filter: {type: SWITCH}) {
    totalCount
  }
  LIGHT: devices(first: 1, filter: {type: LIGHT}) {
    totalCount
  }
  CAMERA: devices(first: 1, filter: {type: CAMERA}) {
    totalCount
  }
  HUB: devices(first: 1, filter: {type: HUB}) {
    totalCount
  }
  OTHER: devices(first: 1, filter: {type: OTHER}) {
    totalCount
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<DevicesQuery, DevicesQueryVariables>;
export const DeviceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Device($id: ID!) {
  device(id: $id) {
    ...Device
  }
}
    fragment Device on Device {
  id
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
    isLocked
    isOn
    isOpen
    temperature
    targetTemperature
    humidity
  }
  space {
    name
  }
  pendingAction {
    ...Action
  }
  updatedAt
}
fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}`) as unknown as TypedDocumentString<DeviceQuery, DeviceQueryVariables>;
export const DeviceHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DeviceHistory($id: ID!, $after: String, $types: [EventType!]) {
  device(id: $id) {
    list: events(first: 10, after: $after, types: $types) {
      nodes {
        id
        type
        actor {
          type
          openedFor
        }
        deviceAction {
          ...Action
        }
        createdAt
      }
      pageInfo {
        ...Page
      }
      totalCount
    }
  }
}
    fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<DeviceHistoryQuery, DeviceHistoryQueryVariables>;
export const ActionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Action($id: ID!) {
  deviceAction(id: $id) {
    ...Action
  }
}
    fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}`) as unknown as TypedDocumentString<ActionQuery, ActionQueryVariables>;
export const AskDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Ask($input: RequestDeviceActionInput!) {
  requestDeviceAction(input: $input) {
    deviceAction {
      ...Action
    }
  }
}
    fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}`) as unknown as TypedDocumentString<AskMutation, AskMutationVariables>;
export const RenameDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Rename($input: RenameDeviceInput!) {
  renameDevice(input: $input) {
    device {
      ...Device
    }
  }
}
    fragment Device on Device {
  id
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
    isLocked
    isOn
    isOpen
    temperature
    targetTemperature
    humidity
  }
  space {
    name
  }
  pendingAction {
    ...Action
  }
  updatedAt
}
fragment Action on DeviceAction {
  id
  capability
  targetTemperature
  status
  error
}`) as unknown as TypedDocumentString<RenameMutation, RenameMutationVariables>;
export const DevicesWithoutPlaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DevicesWithoutPlace($first: Int!, $after: String) {
  portal {
    customer {
      list: devices(first: $first, after: $after, filter: {isAssigned: false}) {
        nodes {
          ...Placed
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
    }
  }
}
    fragment Placed on Device {
  id
  name
  type
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<DevicesWithoutPlaceQuery, DevicesWithoutPlaceQueryVariables>;
export const DevicesOfPlaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DevicesOfPlace($space: ID!, $first: Int!, $after: String) {
  portal {
    customer {
      list: devices(first: $first, after: $after, filter: {spaceId: $space}) {
        nodes {
          ...Placed
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
    }
  }
}
    fragment Placed on Device {
  id
  name
  type
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<DevicesOfPlaceQuery, DevicesOfPlaceQueryVariables>;
export const ProposalsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Proposals {
  deviceProposals {
    device {
      id
      name
    }
    space {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ProposalsQuery, ProposalsQueryVariables>;
export const AssignDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Assign($input: AssignDevicesInput!) {
  assignDevices(input: $input) {
    space {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<AssignMutation, AssignMutationVariables>;
export const UnassignDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Unassign($input: UnassignDevicesInput!) {
  unassignDevices(input: $input) {
    devices {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<UnassignMutation, UnassignMutationVariables>;
export const RefuseProposalDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RefuseProposal($input: RefuseDeviceProposalInput!) {
  refuseDeviceProposal(input: $input) {
    refused
  }
}
    `) as unknown as TypedDocumentString<RefuseProposalMutation, RefuseProposalMutationVariables>;
export const AgendaDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Agenda($endsAfter: DateTime!, $startsBefore: DateTime!, $after: String) {
  portal {
    customer {
      list: accessGrants(
        first: 100
        after: $after
        filter: {endsAfter: $endsAfter, startsBefore: $startsBefore}
      ) {
        nodes {
          ...Grant
        }
        pageInfo {
          ...Page
        }
      }
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<AgendaQuery, AgendaQueryVariables>;
export const GrantsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Grants($first: Int, $after: String, $last: Int, $before: String, $filter: AccessGrantFilter!, $exact: AccessGrantFilter, $searching: Boolean!) {
  portal {
    customer {
      exact: accessGrants(first: 10, filter: $exact) @include(if: $searching) {
        nodes {
          ...Grant
        }
      }
      list: accessGrants(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
      ) {
        nodes {
          ...Grant
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<GrantsQuery, GrantsQueryVariables>;
export const PlacesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Places($first: Int!, $after: String, $filter: SpaceFilter!, $kinds: Boolean!) {
  portal {
    customer {
      list: spaces(first: $first, after: $after, filter: $filter) {
        nodes {
          id
          kind
          key
          name
          deviceCount
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
      ...PlaceKinds @include(if: $kinds)
    }
  }
}
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment PlaceKinds on Customer {
  SPACE: spaces(first: 1, filter: {kind: SPACE}) {
    totalCount
  }
  PROPERTY: spaces(first: 1, filter: {kind: PROPERTY}) {
    totalCount
  }
  ROOM: spaces(first: 1, filter: {kind: ROOM}) {
    totalCount
  }
  COMMON_AREA: spaces(first: 1, filter: {kind: COMMON_AREA}) {
    totalCount
  }
  UNIT: spaces(first: 1, filter: {kind: UNIT}) {
    totalCount
  }
  FACILITY: spaces(first: 1, filter: {kind: FACILITY}) {
    totalCount
  }
  BUILDING: spaces(first: 1, filter: {kind: BUILDING}) {
    totalCount
  }
  LISTING: spaces(first: 1, filter: {kind: LISTING}) {
    totalCount
  }
  PROPERTY_LISTING: spaces(first: 1, filter: {kind: PROPERTY_LISTING}) {
    totalCount
  }
  SITE: spaces(first: 1, filter: {kind: SITE}) {
    totalCount
  }
}`) as unknown as TypedDocumentString<PlacesQuery, PlacesQueryVariables>;
export const OneGrantDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OneGrant($filter: AccessGrantFilter!) {
  portal {
    customer {
      list: accessGrants(first: 1, filter: $filter) {
        nodes {
          ...Grant
          preferredCode
          userIdentity {
            emailAddress
            phoneNumber
          }
          spaces {
            id
            deviceCount
          }
        }
      }
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}`) as unknown as TypedDocumentString<OneGrantQuery, OneGrantQueryVariables>;
export const OnePlaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OnePlace($filter: SpaceFilter!) {
  portal {
    customer {
      list: spaces(first: 1, filter: $filter) {
        nodes {
          id
          kind
          key
          name
          deviceCount
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OnePlaceQuery, OnePlaceQueryVariables>;
export const PeopleDocument = /*#__PURE__*/ new TypedDocumentString(`
    query People($first: Int!, $after: String, $filter: UserIdentityFilter!, $kinds: Boolean!) {
  portal {
    customer {
      list: userIdentities(first: $first, after: $after, filter: $filter) {
        nodes {
          id
          kind
          key
          name
          emailAddress
          phoneNumber
        }
        pageInfo {
          ...Page
        }
        totalCount
      }
      ...PersonKinds @include(if: $kinds)
    }
  }
}
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment PersonKinds on Customer {
  GUEST: userIdentities(first: 1, filter: {kind: GUEST}) {
    totalCount
  }
  TENANT: userIdentities(first: 1, filter: {kind: TENANT}) {
    totalCount
  }
  RESIDENT: userIdentities(first: 1, filter: {kind: RESIDENT}) {
    totalCount
  }
  USER: userIdentities(first: 1, filter: {kind: USER}) {
    totalCount
  }
  USER_IDENTITY: userIdentities(first: 1, filter: {kind: USER_IDENTITY}) {
    totalCount
  }
  STAFF_MEMBER: userIdentities(first: 1, filter: {kind: STAFF_MEMBER}) {
    totalCount
  }
}`) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const PageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Page($endsAfter: DateTime!, $startsBefore: DateTime!) {
  portal {
    ...Opening
    brand {
      accentColor
      secondaryColor
      primaryForegroundColor
      secondaryForegroundColor
      fontFamily
      monoFontFamily
      messageOverrides
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment Opening on Portal {
  isEmbedded
  expiresAt
  returnUrl
  refreshUrl
  openedFor
  navigationMode
  readOnly
  deepLink {
    resourceType
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
    device {
      id
      name
    }
  }
  landingPage {
    kind
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
  }
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
    manage {
      excludeReservationManagement
      excludeReservationTechnicalDetails
      events {
        defaultEvents
      }
      deviceManagementConfirmation {
        title
        body
        confirmButtonLabel
        cancelButtonLabel
      }
    }
  }
  brand {
    name
    logoUrl
  }
  customer {
    key
    agenda: accessGrants(
      first: 100
      filter: {endsAfter: $endsAfter, startsBefore: $startsBefore}
    ) {
      nodes {
        ...Grant
      }
      pageInfo {
        ...Page
      }
    }
    reservations: accessGrants(first: 1, filter: {kind: RESERVATION}) {
      totalCount
    }
    bookings: accessGrants(first: 1, filter: {kind: BOOKING}) {
      totalCount
    }
    grants: accessGrants(first: 1, filter: {kind: ACCESS_GRANT}) {
      totalCount
    }
  }
}
fragment OpenedPlace on Space {
  kind
  key
  name
}`) as unknown as TypedDocumentString<PageQuery, PageQueryVariables>;
export const FirstDocument = /*#__PURE__*/ new TypedDocumentString(`
    query First($endsAfter: DateTime!, $startsBefore: DateTime!) {
  portal {
    ...Opening
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment Opening on Portal {
  isEmbedded
  expiresAt
  returnUrl
  refreshUrl
  openedFor
  navigationMode
  readOnly
  deepLink {
    resourceType
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
    device {
      id
      name
    }
  }
  landingPage {
    kind
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
  }
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
    manage {
      excludeReservationManagement
      excludeReservationTechnicalDetails
      events {
        defaultEvents
      }
      deviceManagementConfirmation {
        title
        body
        confirmButtonLabel
        cancelButtonLabel
      }
    }
  }
  brand {
    name
    logoUrl
  }
  customer {
    key
    agenda: accessGrants(
      first: 100
      filter: {endsAfter: $endsAfter, startsBefore: $startsBefore}
    ) {
      nodes {
        ...Grant
      }
      pageInfo {
        ...Page
      }
    }
    reservations: accessGrants(first: 1, filter: {kind: RESERVATION}) {
      totalCount
    }
    bookings: accessGrants(first: 1, filter: {kind: BOOKING}) {
      totalCount
    }
    grants: accessGrants(first: 1, filter: {kind: ACCESS_GRANT}) {
      totalCount
    }
  }
}
fragment OpenedPlace on Space {
  kind
  key
  name
}`) as unknown as TypedDocumentString<FirstQuery, FirstQueryVariables>;
export const OpenDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Open($token: String!, $endsAfter: DateTime!, $startsBefore: DateTime!) {
  redeemMagicLink(input: {token: $token}) {
    session {
      token
    }
    portal {
      ...Opening
    }
  }
}
    fragment Grant on AccessGrant {
  id
  kind
  key
  name
  startsAt
  endsAt
  userIdentity {
    name
  }
  spaces {
    name
  }
}
fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment Opening on Portal {
  isEmbedded
  expiresAt
  returnUrl
  refreshUrl
  openedFor
  navigationMode
  readOnly
  deepLink {
    resourceType
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
    device {
      id
      name
    }
  }
  landingPage {
    kind
    space {
      ...OpenedPlace
    }
    accessGrant {
      ...Grant
    }
  }
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
    manage {
      excludeReservationManagement
      excludeReservationTechnicalDetails
      events {
        defaultEvents
      }
      deviceManagementConfirmation {
        title
        body
        confirmButtonLabel
        cancelButtonLabel
      }
    }
  }
  brand {
    name
    logoUrl
  }
  customer {
    key
    agenda: accessGrants(
      first: 100
      filter: {endsAfter: $endsAfter, startsBefore: $startsBefore}
    ) {
      nodes {
        ...Grant
      }
      pageInfo {
        ...Page
      }
    }
    reservations: accessGrants(first: 1, filter: {kind: RESERVATION}) {
      totalCount
    }
    bookings: accessGrants(first: 1, filter: {kind: BOOKING}) {
      totalCount
    }
    grants: accessGrants(first: 1, filter: {kind: ACCESS_GRANT}) {
      totalCount
    }
  }
}
fragment OpenedPlace on Space {
  kind
  key
  name
}`) as unknown as TypedDocumentString<OpenMutation, OpenMutationVariables>;