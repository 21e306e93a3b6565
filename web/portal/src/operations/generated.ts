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
  /** The provider refuses this server: its client id, secret, scopes or redirect URI aren't what it expects, or its issuer is another. */
  | 'PROVIDER_MISCONFIGURED'
  /** The provider didn't answer, or not as it must. */
  | 'PROVIDER_UNAVAILABLE'
  /** What the provider answered can't be trusted, or lacks what it needs. */
  | 'RESPONSE_INVALID';

/** Narrows a list of places. */
export type SpaceFilter = {
  /** Only places with this key, whatever their kind. */
  readonly key?: string | null | undefined;
  /** Only places of this kind. */
  readonly kind?: SpaceKind | null | undefined;
  /** Only places whose name begins with this text; upper and lower case are the same. */
  readonly namePrefix?: string | null | undefined;
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
  /** Sent in `spaces`: a general space or area. */
  | 'SPACE'
  /** Sent in `units`: a residential unit in a building with several. */
  | 'UNIT';

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
  after?: string | null | undefined;
  filter: SpaceFilter;
  kinds: boolean;
}>;


export type PlacesQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: SpaceKind, readonly key: string, readonly name: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } & { readonly SPACE?: { readonly totalCount: number }, readonly PROPERTY?: { readonly totalCount: number }, readonly ROOM?: { readonly totalCount: number }, readonly COMMON_AREA?: { readonly totalCount: number }, readonly UNIT?: { readonly totalCount: number }, readonly FACILITY?: { readonly totalCount: number }, readonly BUILDING?: { readonly totalCount: number }, readonly LISTING?: { readonly totalCount: number }, readonly PROPERTY_LISTING?: { readonly totalCount: number } } } };

export type PlaceKindsFragment = { readonly SPACE: { readonly totalCount: number }, readonly PROPERTY: { readonly totalCount: number }, readonly ROOM: { readonly totalCount: number }, readonly COMMON_AREA: { readonly totalCount: number }, readonly UNIT: { readonly totalCount: number }, readonly FACILITY: { readonly totalCount: number }, readonly BUILDING: { readonly totalCount: number }, readonly LISTING: { readonly totalCount: number }, readonly PROPERTY_LISTING: { readonly totalCount: number } };

export type PeopleQueryVariables = Exact<{
  after?: string | null | undefined;
  filter: UserIdentityFilter;
  kinds: boolean;
}>;


export type PeopleQuery = { readonly portal: { readonly customer: { readonly list: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: UserIdentityKind, readonly key: string, readonly name: string, readonly emailAddress: string | null, readonly phoneNumber: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } } & { readonly GUEST?: { readonly totalCount: number }, readonly TENANT?: { readonly totalCount: number }, readonly RESIDENT?: { readonly totalCount: number }, readonly USER?: { readonly totalCount: number }, readonly USER_IDENTITY?: { readonly totalCount: number } } } };

export type PersonKindsFragment = { readonly GUEST: { readonly totalCount: number }, readonly TENANT: { readonly totalCount: number }, readonly RESIDENT: { readonly totalCount: number }, readonly USER: { readonly totalCount: number }, readonly USER_IDENTITY: { readonly totalCount: number } };

export type OpeningFragment = { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null, readonly accentColor: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } };

export type FirstQueryVariables = Exact<{
  endsAfter: string;
  startsBefore: string;
}>;


export type FirstQuery = { readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null, readonly accentColor: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } };

export type OpenMutationVariables = Exact<{
  token: string;
  endsAfter: string;
  startsBefore: string;
}>;


export type OpenMutation = { readonly redeemMagicLink: { readonly session: { readonly token: string | null }, readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly openedFor: string | null, readonly features: { readonly connect: { readonly exclude: boolean }, readonly organize: { readonly exclude: boolean } }, readonly brand: { readonly name: string | null, readonly logoUrl: string | null, readonly accentColor: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } } };

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
export const AccountFragmentDoc = new TypedDocumentString(`
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
export const PlaceKindsFragmentDoc = new TypedDocumentString(`
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
}
    `, {"fragmentName":"PlaceKinds"}) as unknown as TypedDocumentString<PlaceKindsFragment, unknown>;
export const PersonKindsFragmentDoc = new TypedDocumentString(`
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
}
    `, {"fragmentName":"PersonKinds"}) as unknown as TypedDocumentString<PersonKindsFragment, unknown>;
export const GrantFragmentDoc = new TypedDocumentString(`
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
export const PageFragmentDoc = new TypedDocumentString(`
    fragment Page on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"Page"}) as unknown as TypedDocumentString<PageFragment, unknown>;
export const OpeningFragmentDoc = new TypedDocumentString(`
    fragment Opening on Portal {
  isEmbedded
  expiresAt
  returnUrl
  refreshUrl
  openedFor
  features {
    connect {
      exclude
    }
    organize {
      exclude
    }
  }
  brand {
    name
    logoUrl
    accentColor
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
}`, {"fragmentName":"Opening"}) as unknown as TypedDocumentString<OpeningFragment, unknown>;
export const AccountsDocument = new TypedDocumentString(`
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
export const ConnectDocument = new TypedDocumentString(`
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
export const AuthorizationDocument = new TypedDocumentString(`
    query Authorization($id: ID!) {
  accountAuthorization(id: $id) {
    status
    failure
  }
}
    `) as unknown as TypedDocumentString<AuthorizationQuery, AuthorizationQueryVariables>;
export const DisconnectDocument = new TypedDocumentString(`
    mutation Disconnect($id: ID!) {
  disconnectAccount(input: {id: $id}) {
    connectedAccount {
      id
      status
    }
  }
}
    `) as unknown as TypedDocumentString<DisconnectMutation, DisconnectMutationVariables>;
export const AgendaDocument = new TypedDocumentString(`
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
export const GrantsDocument = new TypedDocumentString(`
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
export const PlacesDocument = new TypedDocumentString(`
    query Places($after: String, $filter: SpaceFilter!, $kinds: Boolean!) {
  portal {
    customer {
      list: spaces(first: 50, after: $after, filter: $filter) {
        nodes {
          id
          kind
          key
          name
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
}`) as unknown as TypedDocumentString<PlacesQuery, PlacesQueryVariables>;
export const PeopleDocument = new TypedDocumentString(`
    query People($after: String, $filter: UserIdentityFilter!, $kinds: Boolean!) {
  portal {
    customer {
      list: userIdentities(first: 50, after: $after, filter: $filter) {
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
}`) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const FirstDocument = new TypedDocumentString(`
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
  features {
    connect {
      exclude
    }
    organize {
      exclude
    }
  }
  brand {
    name
    logoUrl
    accentColor
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
}`) as unknown as TypedDocumentString<FirstQuery, FirstQueryVariables>;
export const OpenDocument = new TypedDocumentString(`
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
  features {
    connect {
      exclude
    }
    organize {
      exclude
    }
  }
  brand {
    name
    logoUrl
    accentColor
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
}`) as unknown as TypedDocumentString<OpenMutation, OpenMutationVariables>;