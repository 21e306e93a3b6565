package apitest_test

import (
	"strings"
	"testing"
)

func TestOfSeveralMutationsNoneRunsWhereOneIsAtFault(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		const good = `x: createCustomerPortal(input: {customerData: {customerKey: "hotel"}}) { magicLink { id } }`
		before := s.rows()
		s.refused(`mutation { `+good+` y: createCustomerPortal(input: {customerData: {customerKey: "hotel"}, expiresInSeconds: 5}) { magicLink { id } } }`,
			nil, "BAD_USER_INPUT expiresInSeconds")
		s.refused(`mutation { `+good+` y: pushCustomerData(input: {customerData: {customerKey: " "}}) { customer { id } } }`,
			nil, "BAD_USER_INPUT customerData.customerKey")
		s.refused(`mutation { `+good+` endPortalSession { ended } }`, nil, "FORBIDDEN")
		same(t, "rows", s.rows(), before)
	})
}

func TestALinkIsNotUsedUpByAnAnswerThatIsDenied(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"maxRedemptions": 1})
		s.as("").refused(`mutation($token: String!) { redeemMagicLink(input: {token: $token}) {
			session { token } portal { customer { magicLinks { totalCount } } } } }`, obj{"token": url}, "UNAUTHENTICATED")
		data := s.data(`query($id: ID!) { magicLink(id: $id) { redemptionCount } }`, obj{"id": id})
		if n := num(data, "magicLink.redemptionCount"); n != 0 {
			t.Errorf("%d redemptions", n)
		}
		s.redeem(url)
	})
}

func TestRedeemingIsAloneButForTheTypename(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", obj{"maxRedemptions": 1})
		const redeem = `redeemMagicLink(input: {token: $token}) { session { token } }`
		s.as("").refused(`mutation($token: String!) { `+redeem+` other: `+redeem+` }`, obj{"token": url}, "BAD_USER_INPUT")
		if data := s.as("").data(`mutation($token: String!) { __typename `+redeem+` }`, obj{"token": url}); str(data, "redeemMagicLink.session.token") == "" {
			t.Errorf("%v", data)
		}
	})
}

func TestADocumentWithoutAnOperationIsToldSo(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for text, says := range map[string]string{" ": "holds no operation.", "fragment f on Query { __typename }": "holds no operation.", "query a { __typename } query b { __typename }": "holds 2 operations"} {
			a, err := s.post([]byte(`{"query": "` + text + `"}`))
			if err != nil || len(a.Errors) == 0 || !strings.Contains(a.Errors[0].Message, says) {
				t.Errorf("%q: %v, %s", text, err, a.Body)
			}
		}
	})
}

func TestAVeryFaultyInputIsToldAHundredFaultsAndTheCountOfTheRest(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		body := `{"query": "mutation($d: CustomerDataInput!) { pushCustomerData(input: {customerData: $d}) { customer { id } } }",
			"variables": {"d": {"customerKey": "hotel", "spaces": [0` + strings.Repeat(",0", 24_999) + `]}}}`
		a, err := s.post([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Errors) != 100 || a.Errors[99].Extensions.Omitted != 24_900 || len(a.Body) > 64<<10 {
			t.Errorf("%d errors, %d omitted, %d bytes", len(a.Errors), a.Errors[len(a.Errors)-1].Extensions.Omitted, len(a.Body))
		}
	})
}

func TestMoreValuesThanMayBeAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		body := `{"query": "{ __typename }", "variables": {"x": [{"a":0}` + strings.Repeat(`,{"a":0}`, 200_000) + `]}}`
		if a, err := s.post([]byte(body)); err != nil || a.Status != 413 || a.problems()[0] != "LIMIT_EXCEEDED" {
			t.Errorf("%d %s %v", a.Status, short(a.Body), err)
		}
	})
}
