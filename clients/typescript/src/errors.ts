/** What the server's errors are. A later server may know more. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'MAGIC_LINK_INVALID'
  | 'RATE_LIMITED'
  | 'LIMIT_EXCEEDED'
  | 'BAD_REQUEST'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'INTERNAL'
  | (string & {});

/** One fault that the server found. */
export interface Fault {
  /** What it is; absent where the answer came from something else than the server, such as a proxy. */
  readonly code?: ErrorCode | undefined;
  /** The place in the input, such as `customerData.rooms[3].name`; absent where it isn't about the input. */
  readonly field?: string | undefined;
  /** For people. */
  readonly message: string;
}

/** A call that was refused: all its faults, and the code and field of the first. */
export class PorticoError extends Error {
  override readonly name = 'PorticoError';
  /** HTTP's status. */
  readonly status: number;
  /** Every fault of the call, at least one. */
  readonly faults: readonly [Fault, ...Fault[]];

  constructor(status: number, faults: readonly [Fault, ...Fault[]]) {
    super(faults.map(({ code, message }) => `${code ?? `HTTP status ${status}`}: ${message}`).join('\n'));
    this.status = status;
    this.faults = faults;
  }

  /** The first fault's code. */
  get code(): ErrorCode | undefined {
    return this.faults[0].code;
  }

  /** The first fault's field. */
  get field(): string | undefined {
    return this.faults[0].field;
  }
}
