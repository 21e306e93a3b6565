package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// MaxCustomizationProfiles is the most profiles that a workspace has.
const MaxCustomizationProfiles = 100

var customizationProfileList = list{table: "customization_profiles", order: []string{"id"}}

// CustomizationProfilePosition is where a profile stands in its list.
func CustomizationProfilePosition(p *models.CustomizationProfile) []any {
	return []any{p.ID.String()}
}

// CreateCustomizationProfile stores a profile; ErrTooMany where the workspace has
// MaxCustomizationProfiles.
func (s *Store) CreateCustomizationProfile(ctx context.Context, p *models.CustomizationProfile) error {
	return s.writing(ctx, s.dialect.lane(p.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The workspace's row, so that two who create at once come one after the other.
			if err := tx.Exec("UPDATE workspaces SET updated_at = updated_at WHERE id = ?", p.WorkspaceID).Error; err != nil {
				return err
			}
			var there int
			if err := tx.Raw("SELECT count(*) FROM customization_profiles WHERE workspace_id = ?", p.WorkspaceID).Find(&there).Error; err != nil {
				return err
			}
			if there >= MaxCustomizationProfiles {
				return ErrTooMany
			}
			return tx.Exec(`INSERT INTO customization_profiles (workspace_id, id, name, logo_url, primary_color, secondary_color,
	primary_foreground_color, secondary_foreground_color, font_family, mono_font_family, message_overrides, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.WorkspaceID, p.ID, p.Name, p.LogoURL, p.PrimaryColor, p.SecondaryColor,
				p.PrimaryForegroundColor, p.SecondaryForegroundColor, p.FontFamily, p.MonoFontFamily, p.MessageOverrides, p.CreatedAt, p.UpdatedAt).Error
		})
	})
}

// UpdateCustomizationProfile stores what change makes of a profile, and gives it as it then
// is. ErrNotFound where there is none.
func (s *Store) UpdateCustomizationProfile(ctx context.Context, workspace, id uuid.UUID, now time.Time, change func(*models.CustomizationProfile)) (p models.CustomizationProfile, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			p = models.CustomizationProfile{}
			if err := tx.Raw("SELECT * FROM customization_profiles WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, id).Take(&p).Error; err != nil {
				return translate(err)
			}
			change(&p)
			p.UpdatedAt = now
			return tx.Exec(`UPDATE customization_profiles SET name = ?, logo_url = ?, primary_color = ?, secondary_color = ?, primary_foreground_color = ?,
	secondary_foreground_color = ?, font_family = ?, mono_font_family = ?, message_overrides = ?, updated_at = ? WHERE workspace_id = ? AND id = ?`,
				p.Name, p.LogoURL, p.PrimaryColor, p.SecondaryColor, p.PrimaryForegroundColor,
				p.SecondaryForegroundColor, p.FontFamily, p.MonoFontFamily, p.MessageOverrides, now, workspace, id).Error
		})
	})
	return p, err
}

// DeleteCustomizationProfile deletes a profile and tells whether there was one. Links that
// name it go on without.
func (s *Store) DeleteCustomizationProfile(ctx context.Context, workspace, id uuid.UUID) (was bool, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		deleted := s.write.WithContext(ctx).Exec("DELETE FROM customization_profiles WHERE workspace_id = ? AND id = ?", workspace, id)
		if was = deleted.RowsAffected > 0; deleted.Error == nil && !was {
			return s.dialect.asWrite(s.write.WithContext(ctx), "workspaces", workspace)
		}
		return deleted.Error
	})
	return was, err
}

// CustomizationProfile reads a profile, or ErrNotFound.
func (s *Store) CustomizationProfile(ctx context.Context, workspace, id uuid.UUID) (models.CustomizationProfile, error) {
	return nodeRow[models.CustomizationProfile](ctx, s, "customization_profiles", workspace, id)
}

// CustomizationProfiles reads a page of the workspace's profiles, oldest first.
func (s *Store) CustomizationProfiles(ctx context.Context, workspace uuid.UUID, p Page) (Items[models.CustomizationProfile], error) {
	c := newConditions(workspace)
	rows, err := find[models.CustomizationProfile](s.read.WithContext(ctx), customizationProfileList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountCustomizationProfiles counts the workspace's profiles.
func (s *Store) CountCustomizationProfiles(ctx context.Context, workspace uuid.UUID) (int, error) {
	return s.count(ctx, customizationProfileList, newConditions(workspace))
}
