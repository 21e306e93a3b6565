import type { DocumentTypeDecoration } from './document.js';
import { PorticoError, type Fault } from './errors.js';

/** A document with its types: one of this package's, or one that graphql-codegen writes for you as a string. */
export type TypedDocument<TResult, TVariables> = DocumentTypeDecoration<TResult, TVariables> & { toString(): string };

/** How a client calls. */
export interface ClientOptions {
  /** The workspace that a personal access token is used for. An API key has one of its own. */
  workspace?: string;
  /** How long a call waits for its answer, in milliseconds: 30,000 where it isn't given. */
  timeout?: number;
}

/** Calls one server with one credential. */
export interface Client {
  /**
   * Sends a document and gives its data. It throws a {@link PorticoError} where the server refuses, and fetch's own
   * errors where no answer comes.
   */
  request<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    ...variables: {} extends TVariables ? [variables?: TVariables] : [variables: TVariables]
  ): Promise<TResult>;
}

/** Gives a client of the server at a URL, such as `https://portals.example.com`, that calls with an API key. */
export function createClient(url: string, apiKey: string, options: ClientOptions = {}): Client {
  const endpoint = `${url.replace(/\/+$/, '')}/graphql`;
  const headers: Record<string, string> = {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'content-type': 'application/json',
  };
  if (options.workspace !== undefined) headers['seam-workspace'] = options.workspace;
  return {
    async request<TResult, TVariables>(document: TypedDocument<TResult, TVariables>, ...[variables]: [variables?: TVariables]) {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: document.toString(), variables }),
        redirect: 'error', // it would send the key to wherever it leads
        signal: AbortSignal.timeout(options.timeout ?? 30_000),
      });
      return dataOf<TResult>(response.status, await response.text());
    },
  };
}

/** How much is kept of a text that no Portico server wrote. */
const mostMessage = 300;

function dataOf<TResult>(status: number, text: string): TResult {
  const answer = parsed(text);
  const faults = Array.isArray(answer?.errors) ? answer.errors : [];
  const [first, ...others] = faults.map(
    ({ message, extensions }): Fault => ({ code: extensions?.code, field: extensions?.field, message }),
  );
  if (first) throw new PorticoError(status, [first, ...others]);
  if (status !== 200 || !answer?.data) throw new PorticoError(status, [{ message: text.slice(0, mostMessage) }]);
  return answer.data as TResult;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; field?: string } }[];
}

function parsed(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}
