package rowwise

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

type writer struct {
	db      *gorm.DB
	keyring *token.Keyring
}

// create stores the customer, each item of its lists and a link,
// in one transaction.
func (w *writer) create(ctx context.Context, in portal.CreateCustomerPortalInput) (*portal.Created, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	tenant := auth.FromContext(ctx).Tenant
	now := time.Now().UTC().Truncate(time.Microsecond)
	var created portal.Created
	err := w.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		customer, err := findOrCreateCustomer(tx, tenant.WorkspaceID, in.CustomerData.CustomerKey, now)
		if err != nil {
			return err
		}
		if err := storeLists(tx, customer, &in.CustomerData, now); err != nil {
			return err
		}
		link, err := w.mint(tenant, customer, &in, now)
		if err != nil {
			return err
		}
		created = portal.Created{MagicLink: *link, Customer: *customer}
		return tx.Create(link).Error
	})
	return &created, err
}

func findOrCreateCustomer(tx *gorm.DB, workspace uuid.UUID, key string, now time.Time) (*models.Customer, error) {
	var c models.Customer
	err := tx.Where("workspace_id = ? AND key = ?", workspace, key).Take(&c).Error
	if err == nil {
		c.UpdatedAt = now
		return &c, tx.Model(&c).Where("workspace_id = ?", workspace).Update("updated_at", now).Error
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, err
	}
	c = models.Customer{WorkspaceID: workspace, Key: key, CreatedAt: now, UpdatedAt: now}
	if c.ID, err = uuid.NewV7(); err != nil {
		return nil, err
	}
	return &c, tx.Create(&c).Error
}

func (w *writer) mint(tenant models.Tenant, customer *models.Customer, in *portal.CreateCustomerPortalInput, now time.Time) (*models.MagicLink, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	ttl := parts.LinkTTL
	if in.ExpiresInSeconds != nil {
		ttl = time.Duration(*in.ExpiresInSeconds) * time.Second
	}
	secret := w.keyring.Current()
	text, ok := w.keyring.LinkToken(secret, tenant.Code, id, 1)
	if !ok {
		return nil, errors.New("the secret makes no token")
	}
	hash := text.Hash()
	features := in.Features.Switches()
	block, _ := features.BuildingBlockType()
	return &models.MagicLink{
		WorkspaceID: tenant.WorkspaceID, ID: id, CustomerID: customer.ID, CustomerKey: customer.Key,
		TokenHash: hash[:], SecretID: string(secret), Generation: 1,
		BuildingBlockType: block, Features: features, IsEmbedded: in.IsEmbedded, EmbedOrigins: in.EmbedOrigins,
		ReturnURL: in.ReturnURL, RefreshURL: in.RefreshURL, MaxRedemptions: in.MaxRedemptions,
		CreatedAt: now, ExpiresAt: now.Add(ttl),
	}, nil
}

func sortName(name string) string { return strings.ToLower(name) }
