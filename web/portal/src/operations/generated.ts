/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which list a grant of access was sent in. */
export type AccessGrantKind =
  /** Sent in `accessGrants`: a right to enter, where neither reservation nor booking fits. */
  | 'ACCESS_GRANT'
  /** Sent in `bookings`: a booking, for instance of a hotel room. */
  | 'BOOKING'
  /** Sent in `reservations`: a reservation, for instance of a rental. */
  | 'RESERVATION';

export type FirstQueryVariables = Exact<{
  endsAfter: string;
  startsBefore: string;
}>;


export type FirstQuery = { readonly portal: { readonly isEmbedded: boolean, readonly expiresAt: string, readonly returnUrl: string | null, readonly refreshUrl: string | null, readonly brand: { readonly name: string | null, readonly logoUrl: string | null, readonly accentColor: string | null }, readonly customer: { readonly key: string, readonly agenda: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } }, readonly reservations: { readonly totalCount: number }, readonly bookings: { readonly totalCount: number }, readonly grants: { readonly totalCount: number } } } };

export type GrantFragment = { readonly id: string, readonly kind: AccessGrantKind, readonly key: string, readonly name: string | null, readonly startsAt: string | null, readonly endsAt: string | null, readonly userIdentity: { readonly name: string } | null, readonly spaces: ReadonlyArray<{ readonly name: string }> };

export type PageFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

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
export const FirstDocument = new TypedDocumentString(`
    query First($endsAfter: DateTime!, $startsBefore: DateTime!) {
  portal {
    isEmbedded
    expiresAt
    returnUrl
    refreshUrl
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
}`) as unknown as TypedDocumentString<FirstQuery, FirstQueryVariables>;