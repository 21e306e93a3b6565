package models

// Features says which parts of a portal are switched on. Its zero value has
// all of them on.
type Features struct {
	Connect       Feature `json:"connect"`
	ManageDevices Feature `json:"manage_devices"`
	Organize      Feature `json:"organize"`
}

// Feature is one part of a portal.
type Feature struct {
	// Exclude says that the portal goes without it.
	Exclude bool `json:"exclude"`
}

// BuildingBlockType gives the first feature that isn't excluded; false where
// all are.
func (f Features) BuildingBlockType() (BuildingBlockType, bool) {
	switch {
	case !f.Connect.Exclude:
		return BuildingBlockConnectAccounts, true
	case !f.ManageDevices.Exclude:
		return BuildingBlockManageDevices, true
	case !f.Organize.Exclude:
		return BuildingBlockOrganizeSpaces, true
	default:
		return "", false
	}
}
