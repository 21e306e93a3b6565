import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageFragment } from './operations/generated';

export interface Page<T> {
  nodes: readonly T[];
  pageInfo: PageFragment;
  totalCount: number;
}

/** Which page to read: the first, the one behind a cursor, or the one before. */
export interface Place {
  after?: string;
  before?: string | null;
}

/** How a list is read. before is null for the end of the whole list. */
export type Load<T> = (place: Place, signal: AbortSignal) => Promise<Page<T>>;

export interface List<T> {
  items: readonly T[];
  state: 'loading' | 'ready' | 'failed';
  /** Which end of the list is being read on from. */
  busy: 'after' | 'before' | null;
  total: number;
  hasMore: boolean;
  hasEarlier: boolean;
  /** How many of the items came by earlier; null until it was asked for. */
  earlierCount: number | null;
  /** How many items were shown before the last "more": the next one gets the focus. */
  shownBefore: number;
  more(): void;
  earlier(): void;
  retry(): void;
  /** Puts what was read anew in place of the list's beginning: as many items as count. */
  refresh(page: Page<T>, count: number): void;
  /** Puts an item in place of the one that is the same. */
  change(item: T, isSame: (other: T) => boolean): void;
}

interface Shown<T> {
  items: readonly T[];
  start: string | null;
  end: string | null;
  total: number;
  hasMore: boolean;
  hasEarlier: boolean;
  earlierCount: number | null;
  shownBefore: number;
}

const nothing: Shown<never> = { items: [], start: null, end: null, total: 0, hasMore: false, hasEarlier: false, earlierCount: null, shownBefore: 0 };

/**
 * Reads a list page by page, anew whenever load is another function. With anchored the list
 * begins in the middle of a longer one, so that there may be something earlier.
 */
export function useList<T>(load: Load<T>, anchored = false): List<T> {
  const [shown, setShown] = useState<Shown<T>>(nothing);
  const [state, setState] = useState<List<T>['state']>('loading');
  const [busy, setBusy] = useState<List<T>['busy']>(null);
  const [tries, setTries] = useState(0);
  const current = useRef<AbortController>(new AbortController());

  useEffect(() => {
    const controller = new AbortController();
    current.current = controller;
    setState('loading');
    setBusy(null);
    load({}, controller.signal).then(
      ({ nodes, pageInfo, totalCount }) => {
        if (controller.signal.aborted) return;
        setShown({
          items: nodes,
          start: pageInfo.startCursor,
          end: pageInfo.endCursor,
          total: totalCount,
          hasMore: pageInfo.hasNextPage,
          hasEarlier: anchored,
          earlierCount: null,
          shownBefore: 0,
        });
        setState('ready');
      },
      () => controller.signal.aborted || setState('failed'),
    );
    return () => controller.abort();
  }, [load, anchored, tries]);

  const extend = useCallback(
    (side: 'after' | 'before') => {
      const { signal } = current.current;
      const place: Place = side === 'after' ? { after: shown.end ?? '' } : { before: shown.start };
      setBusy(side);
      load(place, signal).then(
        ({ nodes, pageInfo }) => {
          if (signal.aborted) return;
          setBusy(null);
          setShown((s) =>
            side === 'after'
              ? { ...s, items: [...s.items, ...nodes], end: pageInfo.endCursor ?? s.end, hasMore: pageInfo.hasNextPage, shownBefore: s.items.length }
              : {
                  ...s,
                  items: [...nodes, ...s.items],
                  start: pageInfo.startCursor ?? s.start,
                  end: s.end ?? pageInfo.endCursor,
                  hasEarlier: pageInfo.hasPreviousPage,
                  earlierCount: (s.earlierCount ?? 0) + nodes.length,
                  shownBefore: 0,
                },
          );
        },
        () => {
          if (signal.aborted) return;
          setBusy(null);
          setState('failed');
        },
      );
    },
    [load, shown.start, shown.end],
  );

  const refresh = useCallback(
    ({ nodes, pageInfo, totalCount }: Page<T>, count: number) =>
      setShown((s) =>
        s.items.length > count
          ? { ...s, items: [...nodes, ...s.items.slice(count)], total: totalCount }
          : { ...s, items: nodes, total: totalCount, end: pageInfo.endCursor, hasMore: pageInfo.hasNextPage },
      ),
    [],
  );
  const change = useCallback((item: T, isSame: (other: T) => boolean) => setShown((s) => ({ ...s, items: s.items.map((other) => (isSame(other) ? item : other)) })), []);

  return {
    ...shown,
    state,
    refresh,
    change,
    busy,
    more: () => extend('after'),
    earlier: () => extend('before'),
    retry: () => setTries((n) => n + 1),
  };
}

// As much of a list as is read anew at once.
const mostRefreshed = 100;

/**
 * Gives a function that reads what is shown of a list anew, a page at the least, without a sign
 * of it but what has changed. What is asked for while another is under way is done after it.
 */
export function useRefresh<T>(list: List<T>, pageSize: number, read: (first: number, signal: AbortSignal) => Promise<Page<T>>): () => Promise<void> {
  const latest = useRef({ list, read });
  latest.current = { list, read };
  const underWay = useRef<AbortController | null>(null);
  const again = useRef(false);
  // What belongs to another search must not come after it.
  useEffect(() => () => underWay.current?.abort(), [read]);
  return useCallback(async () => {
    if (underWay.current !== null && !underWay.current.signal.aborted) {
      again.current = true;
      return;
    }
    const controller = new AbortController();
    underWay.current = controller;
    do {
      again.current = false;
      const { list, read } = latest.current;
      if (list.state !== 'ready' || list.busy !== null) break;
      const count = Math.min(Math.max(list.items.length, pageSize), mostRefreshed);
      try {
        const page = await read(count, controller.signal);
        if (!controller.signal.aborted && latest.current.list.busy === null) list.refresh(page, count);
      } catch {
        break; // what is shown stays, and the next time may work
      }
    } while (again.current && !controller.signal.aborted);
    if (underWay.current === controller) underWay.current = null;
  }, []);
}

/** A value that follows another once that has rested, so that not every key pressed is a request. */
export function useRested<T>(value: T, milliseconds = 250): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
