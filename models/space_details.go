package models

import "database/sql/driver"

// SpaceDetails are what few places have, stored as a JSON object.
type SpaceDetails struct {
	DurationMinutes *int               `json:"duration_minutes,omitempty"`
	CustomerData    *SpaceCustomerData `json:"customer_data,omitempty"`
	Geolocation     *Geolocation       `json:"geolocation,omitempty"`
}

// SpaceCustomerData is what the business tells of a place.
type SpaceCustomerData struct {
	// TimeZone is a name of the IANA's.
	TimeZone *string `json:"time_zone,omitempty"`
	// The times are HH:MM or HH:MM:SS on the place's own clock.
	DefaultCheckinTime  *string `json:"default_checkin_time,omitempty"`
	DefaultCheckoutTime *string `json:"default_checkout_time,omitempty"`
	Address             *string `json:"address,omitempty"`
}

// Geolocation is a point on the earth, in degrees.
type Geolocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Value writes the details for the database.
func (d SpaceDetails) Value() (driver.Value, error) { return jsonText(d) }

// Scan reads the details from the database.
func (d *SpaceDetails) Scan(stored any) error { return scanJSON(stored, d) }

// GormDataType names the kind of column to the mapper.
func (SpaceDetails) GormDataType() string { return "json" }

// Detailed gives the place's details to write to.
func (s *Space) Detailed() *SpaceDetails {
	if s.Details == nil {
		s.Details = &SpaceDetails{}
	}
	return s.Details
}

// DurationMinutes is how long the place is taken at a time; nil where that isn't told.
func (s *Space) DurationMinutes() *int { return s.details().DurationMinutes }

// CustomerData is what the business tells of the place; nil where it tells nothing.
func (s *Space) CustomerData() *SpaceCustomerData { return s.details().CustomerData }

// Geolocation is where the place is; nil where that isn't told.
func (s *Space) Geolocation() *Geolocation { return s.details().Geolocation }

func (s *Space) details() SpaceDetails {
	if s.Details == nil {
		return SpaceDetails{}
	}
	return *s.Details
}
