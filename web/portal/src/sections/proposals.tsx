import { useEffect, useState } from 'preact/hooks';
import { ProposalsDocument, type ProposalsQuery } from '../operations/generated';
import type { Session } from '../session';
import type { Organizer } from './places';

/** How many are shown at first, so that the places themselves are not far. */
const few = 5;

type Proposal = ProposalsQuery['deviceProposals'][number];

/** Places that devices may belong to by their names. Each is accepted or refused; nothing happens by itself. */
export function Proposals({ session, organizer }: { session: Session; organizer: Organizer }) {
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);
  const [all, setAll] = useState(false);

  useEffect(() => {
    const controller = new AbortController();
    session.query(ProposalsDocument, {}, controller.signal).then(
      ({ deviceProposals }) => setProposals(deviceProposals),
      () => undefined, // without proposals all can be done as well
    );
    return () => controller.abort();
  }, [session, organizer.version]);

  if (proposals.length === 0) return null;
  return (
    <section class="choice" aria-label="Proposals" data-test="proposals">
      <h2 class="choice-title">Proposals</h2>
      <p class="muted choice-text">These devices and places have names that are much alike.</p>
      <ul class="rows">
        {(all ? proposals : proposals.slice(0, few)).map((proposal) => (
          <li key={`${proposal.device.id} ${proposal.space.id}`} class="row proposal" data-test="proposal" data-device={proposal.device.name}>
            <span class="proposal-text">
              <bdi>{proposal.device.name}</bdi> <span aria-hidden="true">→</span>
              <span class="hidden-label">into</span> <bdi>{proposal.space.name}</bdi>
            </span>
            <span class="proposal-answers">
              <button
                class="button small"
                type="button"
                data-test="accept"
                onClick={() => void organizer.assign([proposal.device.id], proposal.space)}
              >
                Put it there
                <span class="hidden-label">
                  : {proposal.device.name} into {proposal.space.name}
                </span>
              </button>
              <button class="button small quiet" type="button" data-test="refuse" onClick={() => void organizer.refuse(proposal.device, proposal.space)}>
                No
                <span class="hidden-label">
                  : {proposal.device.name} not into {proposal.space.name}
                </span>
              </button>
            </span>
          </li>
        ))}
      </ul>
      {!all && proposals.length > few && (
        <p class="more">
          <button class="button quiet" type="button" data-test="proposals-more" onClick={() => setAll(true)}>
            Show all {proposals.length}
          </button>
        </p>
      )}
    </section>
  );
}
