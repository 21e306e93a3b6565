/** What an embedded portal tells the page that frames it. */
export type FromPortal =
  | { type: 'ready' }
  | { type: 'height'; height: number }
  | { type: 'expiring'; expiresAt: string }
  | { type: 'expired'; refreshUrl: string | null }
  | { type: 'error'; code: string; message: string };

/** What the framing page tells the portal: that it is there. */
export interface Hello {
  type: 'hello';
}

/** Marks messages as ours, since a page gets messages from many. */
export type Marked<T> = T & { portico: 1 };

export const mark = <T extends object>(message: T): Marked<T> => ({ portico: 1, ...message });

export function isMarked(data: unknown): data is Marked<{ type: string }> {
  return typeof data === 'object' && data !== null && (data as { portico?: unknown }).portico === 1;
}
