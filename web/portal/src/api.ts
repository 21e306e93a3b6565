import type { TypedDocumentString } from './operations/generated';

/** An error with a code for programs: one of the API's, or NETWORK. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Who sends: the browser's cookie, nobody in particular, or a session's token. */
export type Sender = 'cookie' | 'anyone' | { bearer: string };

/** Sends an operation and gives what it answers, or throws an ApiError. */
export async function send<R, V>(document: TypedDocumentString<R, V>, variables: V, sender: Sender, signal?: AbortSignal): Promise<R> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' };
  if (typeof sender === 'object') headers.Authorization = `Bearer ${sender.bearer}`;
  let answer: { data?: R; errors?: { message: string; extensions?: { code?: string } }[] };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers,
      credentials: sender === 'cookie' ? 'same-origin' : 'omit',
      body: JSON.stringify({ query: String(document), variables }),
      signal: signal ?? null,
    });
    answer = await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('NETWORK', 'The server could not be reached.');
  }
  const error = answer.errors?.[0];
  if (error || !answer.data) throw new ApiError(error?.extensions?.code ?? 'INTERNAL', error?.message ?? 'The answer is empty.');
  return answer.data;
}
