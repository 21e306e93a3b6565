/** What types a document: graphql-codegen's own declaration, so that documents that you generate yourself fit as well. */
export interface DocumentTypeDecoration<TResult, TVariables> {
  /** Never there: it carries the types. */
  __apiType?: (variables: TVariables) => TResult;
}
