import { Filled, text } from './locale';
import type { OpeningFragment } from './operations/generated';

/** The business's brand, whose portal it is, and the ways out. An embedded portal has its site's own. */
export function Header({ opening, form }: { opening: OpeningFragment; form: string | null }) {
  const { brand, customer, openedFor, returnUrl } = opening;
  const embedded = form === null;
  if (embedded && returnUrl === null && openedFor === null) return null;
  return (
    <header class="bar">
      <div class="bar-inner">
        <div class="identity">
          {!embedded && brand.logoUrl && <img class="logo" src={brand.logoUrl} alt={brand.name ? '' : text.logo} />}
          {!embedded && (
            <div class="names">
              {brand.name && (
                <span class="brand-name">
                  <bdi>{brand.name}</bdi>
                </span>
              )}
              <span class="key" data-test="customer">
                <bdi>{customer.key}</bdi>
              </span>
            </div>
          )}
          {openedFor !== null && (
            <span class="opened-for" data-test="opened-for">
              <Filled message={text.openedFor} values={{ name: <bdi>{openedFor}</bdi> }} />
            </span>
          )}
        </div>
        <div class="bar-actions">
          {returnUrl && (
            <a class="button quiet small" href={returnUrl} target="_top" data-test="return">
              {text.back}
            </a>
          )}
          {form !== null && (
            <form method="post" action="/portal/end">
              <input type="hidden" name="form" value={form} />
              <button class="button quiet small" data-test="sign-out">
                {text.signOut}
              </button>
            </form>
          )}
        </div>
      </div>
    </header>
  );
}
