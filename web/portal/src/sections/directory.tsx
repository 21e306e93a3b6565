import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { text as words } from '../locale';
import { PeopleDocument, type UserIdentityKind } from '../operations/generated';
import { useList, useRefresh, useRested, type Load, type Page } from '../pages';
import { Contacts, Kinds, Results, Search } from '../parts';
import type { Session } from '../session';
import { personKinds } from '../words';

const pageSize = 50;

interface Props {
  session: Session;
}

export function People({ session }: Props) {
  return (
    <Directory
      test="people"
      noun="people"
      names={personKinds}
      read={(filter: { kind?: UserIdentityKind; namePrefix?: string }, page, kinds, signal) =>
        session.query(PeopleDocument, { filter, kinds, ...page }, signal).then(({ portal }) => portal.customer)
      }
      row={(person) => (
        <>
          <div class="row-head">
            <span class="row-title">
              <bdi>{person.name}</bdi>
            </span>
            <span class="muted fine">
              <bdi class="mono">{person.key}</bdi>
            </span>
          </div>
          <Contacts person={person} />
        </>
      )}
    />
  );
}

interface Named<K> {
  id: string;
  kind: K;
  key: string;
  name: string;
}

type Counts<K extends string> = { readonly [kind in K]?: { totalCount: number } };

interface DirectoryProps<T extends Named<K>, K extends string> {
  test: string;
  noun: 'places' | 'people';
  names: Record<K, string>;
  read(filter: { kind?: K; namePrefix?: string }, page: { first: number; after?: string }, kinds: boolean, signal: AbortSignal): Promise<{ list: Page<T> } & Counts<K>>;
  row(item: T): ComponentChildren;
  /** Another number than 0 has what is shown read anew. */
  version?: number;
}

/** Things with a kind and a name, in the order of both. */
export function Directory<T extends Named<K>, K extends string>({ test, noun, names, read, row, version }: DirectoryProps<T, K>) {
  const [text, setText] = useState('');
  const [kind, setKind] = useState<K | ''>('');
  const [kinds, setKinds] = useState<readonly K[]>([]);
  const kindsRead = useRef(false);
  const search = useRested(text.trim());
  const readPage = useCallback(
    async (first: number, signal: AbortSignal, after?: string) => {
      const filter: { kind?: K; namePrefix?: string } = {};
      if (kind) filter.kind = kind;
      if (search) filter.namePrefix = search;
      // The kinds come with the first page and never again.
      const answer = await read(filter, { first, ...(after && { after }) }, !kindsRead.current, signal);
      if (!kindsRead.current) setKinds((Object.keys(names) as K[]).filter((name) => (answer[name]?.totalCount ?? 0) > 0));
      kindsRead.current = true;
      return answer.list;
    },
    // read and names are the same at every render.
    [search, kind],
  );
  const load: Load<T> = useCallback((place, signal) => readPage(pageSize, signal, place.after), [readPage]);
  const list = useList(load);
  const refresh = useRefresh(list, pageSize, readPage);
  useEffect(() => {
    if (version) void refresh();
  }, [version, refresh]);
  const several = kind === '' && kinds.length > 1;
  return (
    <>
      <div class="filters" role="search" aria-label={words.find[noun]}>
        <Search label={words.searchName} value={text} change={setText} test={test} />
        {kinds.length > 1 && (
          <div class="filter-row">
            <Kinds kinds={kinds} names={names} value={kind} change={setKind} test={test} />
          </div>
        )}
      </div>
      <Results
        list={list}
        noun={noun}
        test={test}
        id={(item) => item.id}
        row={(item, previous) => (
          <>
            {several && item.kind !== previous?.kind && <p class="kind-name">{names[item.kind]}</p>}
            {row(item)}
          </>
        )}
        empty={
          search || kind ? (
            <>
              <p>{words.noMatch[noun]}</p>
              <button
                class="button quiet"
                type="button"
                data-test={`${test}-clear`}
                onClick={() => {
                  setText('');
                  setKind('');
                }}
              >
                {words.clearSearch}
              </button>
            </>
          ) : (
            <p>{words.none[noun]}</p>
          )
        }
      />
    </>
  );
}
