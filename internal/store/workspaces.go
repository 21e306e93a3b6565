package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// CreateWorkspace stores a workspace; ErrDuplicate where its code is taken.
func (s *Store) CreateWorkspace(ctx context.Context, w *models.Workspace) error {
	return retrying(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return insertWorkspace(tx, w) })
	})
}

// CreateFirst stores a workspace and its credential if the database has no
// workspace yet, and tells whether it did. Of several servers that start at
// once, one does.
func (s *Store) CreateFirst(ctx context.Context, w *models.Workspace, c *models.Credential) (bool, error) {
	var created bool
	err := retrying(ctx, func() error {
		created = false
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			var workspaces int64
			if err := tx.Raw("SELECT count(*) FROM workspaces").Find(&workspaces).Error; err != nil || workspaces > 0 {
				return err
			}
			if err := insertWorkspace(tx, w); err != nil {
				return err
			}
			created = true
			return insertCredential(tx, c, []uuid.UUID{w.ID})
		}, &sql.TxOptions{Isolation: sql.LevelSerializable})
	})
	return created && err == nil, err
}

func insertWorkspace(tx *gorm.DB, w *models.Workspace) error {
	if err := tx.Exec("INSERT INTO workspaces (id, code, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
		w.ID, w.Code, w.Name, w.CreatedAt, w.UpdatedAt).Error; err != nil {
		return err
	}
	return tx.Exec("INSERT INTO workspace_codes (code, workspace_id) VALUES (?, ?)", w.Code, w.ID).Error
}

// Workspace reads a workspace, or ErrNotFound.
func (s *Store) Workspace(ctx context.Context, id uuid.UUID) (models.Workspace, error) {
	var w models.Workspace
	err := s.read.WithContext(ctx).Raw("SELECT * FROM workspaces WHERE id = ?", id).Take(&w).Error
	return w, translate(err)
}

// Workspaces reads all workspaces, oldest first.
func (s *Store) Workspaces(ctx context.Context) ([]models.Workspace, error) {
	var all []models.Workspace
	err := s.read.WithContext(ctx).Raw("SELECT * FROM workspaces ORDER BY id").Find(&all).Error
	return all, err
}

// WorkspaceChange is what of a workspace's settings changes; what is nil
// stays, an empty text or list clears.
type WorkspaceChange struct {
	Name         *string
	EmbedOrigins models.StringList
	ReturnURL    *string
	RefreshURL   *string
	BrandName    *string
	LogoURL      *string
	AccentColor  *string
}

// UpdateWorkspace changes the settings and gives the workspace as it then is;
// ErrNotFound where there is none.
func (s *Store) UpdateWorkspace(ctx context.Context, id uuid.UUID, change WorkspaceChange, now time.Time) (models.Workspace, error) {
	set := map[string]any{"updated_at": now}
	text := func(column string, value *string) {
		if value == nil {
			return
		}
		set[column] = *value
		if *value == "" {
			set[column] = nil
		}
	}
	text("name", change.Name)
	text("return_url", change.ReturnURL)
	text("refresh_url", change.RefreshURL)
	text("brand_name", change.BrandName)
	text("logo_url", change.LogoURL)
	text("accent_color", change.AccentColor)
	if change.EmbedOrigins != nil {
		set["embed_origins"] = change.EmbedOrigins
	}
	updated := s.write.WithContext(ctx).Table("workspaces").Where("id = ?", id).Updates(set)
	if updated.Error != nil {
		return models.Workspace{}, updated.Error
	}
	return s.Workspace(ctx, id)
}
