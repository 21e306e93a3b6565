package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// accountCalls are those of storeCalls that are about providers and accounts.
func accountCalls(t *testing.T, s *Store, workspace uuid.UUID, must func(any, error)) map[string]func() {
	t.Helper()
	ctx, now, text := t.Context(), time.Now().UTC().Truncate(time.Microsecond), "x"
	push := linkTo(workspace, "connected")
	told, page, status := &Told{Now: now}, Page{Limit: 5}, models.AccountConnected
	someID := uuid.Must(uuid.NewV7())
	after := Page{Limit: 5, After: []any{someID.String()}, Before: []any{someID.String()}, Backward: true}
	all := ConnectedAccountFilter{CustomerKey: &text, ProviderKey: &text, Status: &status}
	provider := models.Provider{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), Key: "there", Name: "There", ClientID: "c", CreatedAt: now, UpdatedAt: now}
	account := func() *models.ConnectedAccount {
		return &models.ConnectedAccount{
			WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), CustomerID: push.CustomerID, ProviderID: provider.ID, Status: status,
			SealedAccessToken: []byte{1}, ObtainedAt: now, CreatedAt: now, UpdatedAt: now,
		}
	}
	secrets, session := []string{"s"}, uuid.Must(uuid.NewV7())
	// stored has an account in the database, by the way that leads there.
	stored := func() *models.ConnectedAccount {
		id := uuid.Must(uuid.NewV7())
		authorization := &models.AccountAuthorization{
			WorkspaceID: workspace, ID: id, CustomerID: push.CustomerID, ProviderID: provider.ID, SessionID: session, Status: models.AuthorizationPending,
			StartHash: id[:], CreatedAt: now, ExpiresAt: now.Add(time.Minute),
		}
		must(nil, s.CreateAuthorization(ctx, authorization, secrets))
		made := account()
		must(nil, s.ConnectAccount(ctx, authorization, made, secrets, told))
		made.Generation = 1
		return made
	}
	hash := [32]byte{1}
	of, narrow := Scope{WorkspaceID: workspace}, narrowScope(workspace, push.CustomerID)
	must(nil, s.CreateProvider(ctx, &provider))
	push.Link.TokenHash = append(slices.Clone(push.Link.TokenHash), make([]byte, 16)...)
	must(s.Push(ctx, push))
	must(s.Redeem(ctx, &Redemption{
		Code: "aaaaaa", LinkHash: [32]byte(push.Link.TokenHash), Secrets: secrets, Now: now,
		RedeemedEvent: uuid.Must(uuid.NewV7()), StartedEvent: uuid.Must(uuid.NewV7()),
		Session: models.PortalSession{ID: session, TokenHash: session[:], CreatedAt: now, ExpiresAt: now.Add(time.Hour)},
	}))
	return map[string]func(){
		"AccountBySubject":   func() { must(s.AccountBySubject(ctx, workspace, push.CustomerID, provider.ID, text)) },
		"AccountGenerations": func() { must(s.AccountGenerations(ctx, workspace, push.CustomerID, provider.ID)) },
		"AccountsToReseal":   func() { must(s.AccountsToReseal(ctx, uuid.Nil, uuid.Nil, []byte("0123456789abcdef"), 5)) },
		"AllProviders":       func() { must(s.AllProviders(ctx)) },
		"AnswerAuthorization": func() {
			must(s.AnswerAuthorization(ctx, AuthorizationAnswer{Code: "aaaaaa", StateHash: hash, Secrets: secrets, Told: told}))
		},
		"Authorization":  func() { must(s.Authorization(ctx, workspace, someID)) },
		"ConnectAccount": func() { stored() },
		"ConnectedAccount": func() {
			must(s.ConnectedAccount(ctx, workspace, someID))
		},
		"ConnectedAccounts": func() {
			must(s.ConnectedAccounts(ctx, workspace, ConnectedAccountFilter{}, page))
			must(s.ConnectedAccounts(ctx, workspace, ConnectedAccountFilter{ProviderKey: &text}, after))
			must(s.ConnectedAccounts(ctx, workspace, ConnectedAccountFilter{Status: &status}, after))
			must(s.ConnectedAccounts(ctx, workspace, all, after))
		},
		"CountConnectedAccounts": func() { must(s.CountConnectedAccounts(ctx, workspace, all)) },
		"CountCustomersConnectedAccounts": func() {
			must(s.CountCustomersConnectedAccounts(ctx, of, []uuid.UUID{push.CustomerID, someID}, all))
		},
		"CountProviders":      func() { must(s.CountProviders(ctx, workspace)) },
		"CreateAuthorization": func() { stored() },
		"CreateProvider": func() {
			another := provider
			another.ID, another.Key = uuid.Must(uuid.NewV7()), "another"
			must(nil, s.CreateProvider(ctx, &another))
		},
		"ConnectedAccountsByID": func() { must(s.ConnectedAccountsByID(ctx, narrow, []uuid.UUID{someID})) },
		"CustomersConnectedAccounts": func() {
			must(s.CustomersConnectedAccounts(ctx, narrow, []uuid.UUID{push.CustomerID, someID}, ConnectedAccountFilter{}, page))
			must(s.CustomersConnectedAccounts(ctx, of, []uuid.UUID{push.CustomerID, someID}, ConnectedAccountFilter{}, page))
			must(s.CustomersConnectedAccounts(ctx, of, []uuid.UUID{push.CustomerID, someID}, all, after))
		},
		"DeleteProvider": func() {
			another := provider
			another.ID, another.Key = uuid.Must(uuid.NewV7()), "gone"
			must(nil, s.CreateProvider(ctx, &another))
			must(nil, s.write.Transaction(func(tx *gorm.DB) error {
				gone := account()
				gone.ProviderID = another.ID
				return keepAccount(tx, gone)
			}))
			must(s.DeleteProvider(ctx, workspace, another.ID, told))
		},
		"DisconnectAccount": func() { must(s.DisconnectAccount(ctx, workspace, &push.CustomerID, stored().ID, told)) },
		"EndAccount":        func() { must(nil, s.EndAccount(ctx, stored(), models.ConnectionEnded, told)) },
		"FailAuthorization": func() {
			id := uuid.Must(uuid.NewV7())
			failed := &models.AccountAuthorization{
				WorkspaceID: workspace, ID: id, CustomerID: push.CustomerID, ProviderID: provider.ID, SessionID: id, Status: models.AuthorizationPending,
				StartHash: id[:], CreatedAt: now, ExpiresAt: now,
			}
			must(nil, s.CreateAuthorization(ctx, failed, secrets))
			must(nil, s.FailAuthorization(ctx, failed, models.ConnectionDenied, told))
		},
		"LeaseAccount":       func() { must(s.LeaseAccount(ctx, workspace, stored().ID, 1, now, now)) },
		"Provider":           func() { must(s.Provider(ctx, workspace, provider.ID)) },
		"Providers":          func() { must(s.Providers(ctx, workspace, after)) },
		"ProvidersByID":      func() { must(s.ProvidersByID(ctx, workspace, []uuid.UUID{provider.ID, someID})) },
		"RefreshAccount":     func() { must(s.RefreshAccount(ctx, stored())) },
		"ReleaseAccount":     func() { must(nil, s.ReleaseAccount(ctx, workspace, stored().ID, 1, now)) },
		"ResealAccount":      func() { must(nil, s.ResealAccount(ctx, stored(), []byte{2}, nil)) },
		"ResealClientSecret": func() { must(nil, s.ResealClientSecret(ctx, &provider, []byte{2})) },
		"StartAuthorization": func() {
			must(s.StartAuthorization(ctx, AuthorizationStart{Code: "aaaaaa", StartHash: hash, StateHash: hash, Now: now, Until: now, Secrets: secrets}))
		},
		"UpdateProvider": func() {
			must(s.UpdateProvider(ctx, workspace, provider.ID, told, func(p *models.Provider) error {
				p.Name = strings.ToUpper(p.Name)
				return nil
			}))
		},
	}
}
