package rest

import (
	"net/http"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// route is a call.
type route struct {
	path    string
	methods []string
	// query says that what the body may hold may stand in the URL's query as well.
	query bool
	// under is what the verb's fields begin with where the call's own do not.
	under string
	run   func(c *call) (any, error)
	// about and the schemas are the OpenAPI document's.
	about           string
	input, answered schema
	// idempotent says that the header Idempotency-Key counts.
	idempotent bool
}

var post = []string{http.MethodPost}

func routes() []route {
	blocks := "/unstable_partner/building_blocks/"
	return []route{
		{
			path: "/customers/create_portal", methods: post, idempotent: true, run: does(portalShape, withIdempotencyKey, createPortal),
			about: "Stores a customer's data, and makes a portal for it.", input: portalShape.schema(), answered: schemaOf[portalAnswer](),
		},
		{
			path: "/customers/push_data", methods: post, under: customerDataField, run: does(pushShape, rulesOf, pushData),
			about: "Stores a customer's data.", input: pushShape.schema(), answered: schemaOf[doneAnswer](),
		},
		{
			path: "/customers/delete_data", methods: []string{http.MethodDelete, http.MethodPost}, query: true,
			run:   does(deleteShape, func(_ *call, in *portal.DeleteCustomerDataInput) fault.List { return in.FaultsOfAny() }, deleteData),
			about: "Deletes customers whole, or some of their data by its keys. Without customer_key each key is deleted from the one customer that has it.",
			input: deleteShape.schema(), answered: schemaOf[doneAnswer](),
		},
		{
			path: "/customers/reservations/create_deep_link", methods: post, idempotent: true, run: does(deepLinkShape, withLinksKey, createDeepLink),
			about: "Makes an embedded portal for a reservation.", input: deepLinkShape.schema(), answered: schemaOf[deepLinkAnswer](),
		},
		block(blocks+"connect_accounts", models.BuildingBlockConnectAccounts, customerShape),
		block(blocks+"manage_devices", models.BuildingBlockManageDevices, customerShape),
		block(blocks+"organize_spaces", models.BuildingBlockOrganizeSpaces, spacesShape),
		block(blocks+"generate_magic_link", "", blockShape),
		{
			path: "/seam/customer/v1/customers/open_portal", methods: post, run: does(openShape, rulesOf, openPortal),
			about: "Gives the customer's newest portal that opens, or makes one like the last.", input: openShape.schema(), answered: schemaOf[linkAnswer](),
		},
	}
}

func withIdempotencyKey(c *call, in *portal.CreateCustomerPortalInput) fault.List {
	in.IdempotencyKey = c.idempotencyKey()
	return in.Faults()
}

func withLinksKey(c *call, in *portal.CreateReservationDeepLinkInput) fault.List {
	in.IdempotencyKey = c.idempotencyKey()
	return in.Faults()
}

func createPortal(c *call, in portal.CreateCustomerPortalInput) (any, error) {
	created, err := c.Portal.CreateCustomerPortal(c.ctx, c.tenant, in)
	if err != nil {
		return nil, err
	}
	l := c.link(&created.MagicLink)
	return portalAnswer{CustomerPortal: l, MagicLink: l, Warnings: c.warnings(created.Warnings, created.UnresolvedReferences), OK: true}, nil
}

func pushData(c *call, in portal.PushCustomerDataInput) (any, error) {
	pushed, err := c.Portal.PushCustomerData(c.ctx, c.tenant, in)
	if err != nil {
		return nil, err
	}
	return doneAnswer{Warnings: c.warnings(nil, pushed.UnresolvedReferences), OK: true}, nil
}

func deleteData(c *call, in portal.DeleteCustomerDataInput) (any, error) {
	if _, err := c.Portal.DeleteDataOfAny(c.ctx, c.tenant, in); err != nil {
		return nil, err
	}
	return doneAnswer{Warnings: c.warnings(nil, nil), OK: true}, nil
}

func createDeepLink(c *call, in portal.CreateReservationDeepLinkInput) (any, error) {
	created, err := c.Portal.CreateReservationDeepLink(c.ctx, c.tenant, in)
	if err != nil {
		return nil, err
	}
	l := c.link(&created.MagicLink)
	return deepLinkAnswer{
		DeepLink: deepLink{CustomerPortalID: l.CustomerPortalID, URL: l.URL, ExpiresAt: l.ExpiresAt},
		Warnings: c.warnings(created.Warnings, nil), OK: true,
	}, nil
}

// block makes the call of a building block: a portal with that feature alone. Without a
// type the input names it.
func block(path string, of models.BuildingBlockType, s *shape[blockInput]) route {
	complete := func(c *call, in *blockInput) fault.List {
		if of != "" {
			in.Type = of
		}
		in.IdempotencyKey = c.idempotencyKey()
		return in.portal().Faults()
	}
	create := func(c *call, in blockInput) (any, error) {
		created, err := c.Portal.CreateCustomerPortal(c.ctx, c.tenant, in.portal())
		if err != nil {
			return nil, err
		}
		return linkAnswer{MagicLink: c.link(&created.MagicLink), Warnings: c.warnings(created.Warnings, created.UnresolvedReferences), OK: true}, nil
	}
	return route{
		path: path, methods: post, idempotent: true, under: customerDataField, run: does(s, complete, create),
		about: "Makes a portal of one feature.", input: s.schema(), answered: schemaOf[linkAnswer](),
	}
}

func openPortal(c *call, in portal.OpenPortalInput) (any, error) {
	found, err := c.Portal.OpenPortal(c.ctx, c.tenant, in)
	if err != nil {
		return nil, err
	}
	return linkAnswer{MagicLink: c.link(found), Warnings: c.warnings(nil, nil), OK: true}, nil
}
