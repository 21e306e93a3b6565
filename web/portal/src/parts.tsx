import { Fragment, type ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fill, plural, text } from './locale';
import type { List } from './pages';
import type { Noun } from './words';

const paths = {
  today: 'M7 3v3M17 3v3M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM9 14l2 2 4-4',
  access: 'M4 6h16M4 12h16M4 18h10',
  devices: 'M7 11V7a5 5 0 0 1 10 0v4M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM12 15v2',
  places: 'M5 21V4a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v17M3 21h18M14.5 12h.01',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-6.5 7-6.5s7 2.5 7 6.5M16 3.5a4 4 0 0 1 0 7M18 15c2.5.8 4 3 4 6',
  accounts: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7.1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** Names in a line, each in its own direction, so that none moves what stands beside it. */
export function Listed({ names }: { names: readonly string[] }) {
  return (
    <>
      {names.map((name, number) => (
        <Fragment key={number}>
          {number > 0 && ', '}
          <bdi>{name}</bdi>
        </Fragment>
      ))}
    </>
  );
}

interface ContactsProps {
  person: { phoneNumber: string | null; emailAddress: string | null };
}

/** How somebody is reached, to be pressed; nothing where that isn't known. */
export function Contacts({ person: { phoneNumber, emailAddress } }: ContactsProps) {
  if (!phoneNumber && !emailAddress) return null;
  return (
    <div class="row-lines contacts">
      {phoneNumber && <a href={`tel:${phoneNumber.replace(/[^+\d]/g, '')}`}>{phoneNumber}</a>}
      {emailAddress && <a href={`mailto:${encodeURIComponent(emailAddress).replace('%40', '@')}`}>{emailAddress}</a>}
    </div>
  );
}

interface SearchProps {
  label: string;
  value: string;
  change(value: string): void;
  test: string;
  /** Whether a dialog begins with it. */
  autofocus?: boolean;
}

export function Search({ label, value, change, test, autofocus }: SearchProps) {
  return (
    <label class="search">
      <span class="hidden-label">{label}</span>
      <Icon name="search" />
      <input
        type="search"
        autofocus={autofocus}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        maxLength={255}
        placeholder={label}
        value={value}
        data-test={`${test}-search`}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

interface KindsProps<K extends string> {
  kinds: readonly K[];
  names: Record<K, string>;
  value: K | '';
  change(kind: K | ''): void;
  test: string;
}

/** A choice of kinds, where there is something to choose. */
export function Kinds<K extends string>({ kinds, names, value, change, test }: KindsProps<K>) {
  if (kinds.length < 2) return null;
  return (
    <label class="field">
      <span class="field-name">{text.kind}</span>
      <select value={value} data-test={`${test}-kind`} onChange={(event) => change(event.currentTarget.value as K | '')}>
        <option value="">{text.allKinds}</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {names[kind]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ResultsProps<T> {
  list: List<T>;
  /** What the items are. */
  noun: Noun;
  empty: ComponentChildren;
  test: string;
  row(item: T, previous: T | undefined): ComponentChildren;
  id(item: T): string;
  earlierLabel?: string;
}

/** A list that is read page by page, with everything that it may be in between. */
export function Results<T>({ list, noun, empty, test, row, id, earlierLabel }: ResultsProps<T>) {
  const items = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // Who pressed "more" goes on reading where the new items begin.
    if (list.shownBefore > 0) items.current?.querySelector<HTMLElement>(`li[data-number="${list.shownBefore}"]`)?.focus();
  }, [list.shownBefore]);
  const { state } = list;
  const shown = list.items.length;
  return (
    <div class="results" aria-busy={state === 'loading' || list.busy !== null} data-test={`${test}-results`} data-state={state}>
      <p class="summary muted" role="status" data-test={`${test}-summary`}>
        {state === 'loading' ? text.loading : state === 'ready' && (shown > 0 || list.earlierCount !== null) ? summary(list, noun) : ''}
      </p>
      {state === 'failed' && (
        <div class="state" role="alert" data-test={`${test}-failed`}>
          <p>{text.loadFailed}</p>
          <button class="button quiet" type="button" onClick={list.retry}>
            {text.tryAgain}
          </button>
        </div>
      )}
      {state === 'ready' && shown === 0 && (
        <div class="state" data-test={`${test}-empty`}>
          {empty}
        </div>
      )}
      {earlierLabel && list.hasEarlier && state === 'ready' && (
        <More busy={list.busy === 'before'} press={list.earlier} test={`${test}-earlier`} label={earlierLabel} />
      )}
      {shown > 0 && state !== 'failed' && (
        <ul class={state === 'loading' ? 'rows stale' : 'rows'} ref={items}>
          {list.items.map((item, number) => (
            <li key={id(item)} class="row" tabIndex={-1} data-number={number} data-test={`${test}-row`}>
              {row(item, list.items[number - 1])}
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && state === 'ready' && <More busy={list.busy === 'after'} press={list.more} test={`${test}-more`} label={text.showMore} />}
    </div>
  );
}

function summary({ items, total, earlierCount }: List<unknown>, noun: Noun): string {
  const shown = items.length - (earlierCount ?? 0);
  const listed = shown < total ? plural(text.countsOf[noun], total, { shown }) : plural(text.counts[noun], shown);
  if (earlierCount === null) return listed;
  return earlierCount === 0 ? fill(text.nothingEarlier, { listed }) : fill(text.andEarlier, { listed, count: earlierCount });
}

function More({ busy, press, test, label }: { busy: boolean; press(): void; test: string; label: string }) {
  return (
    <p class="more">
      <button class="button quiet" type="button" aria-disabled={busy} data-test={test} onClick={() => busy || press()}>
        {busy ? text.loading : label}
      </button>
    </p>
  );
}
