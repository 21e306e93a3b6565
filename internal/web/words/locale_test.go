package words

import (
	"strings"
	"testing"
	"time"
)

func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		wishes          Wishes
		locale, formats string
	}{
		"nothing":                   {Wishes{}, "en-US", "en-GB"},
		"an American":               {Wishes{Browser: "en-US,en;q=0.9"}, "en-US", "en-US"},
		"English of nowhere":        {Wishes{Browser: "en"}, "en-US", "en-US"},
		"a Briton":                  {Wishes{Browser: "en-GB,en;q=0.9"}, "en-US", "en-GB"},
		"an Austrian":               {Wishes{Browser: "de-AT"}, "de-DE", "de-DE"},
		"a Brazilian":               {Wishes{Browser: "pt-BR,pt;q=0.9,en;q=0.8"}, "pt-PT", "pt-PT"},
		"a weight":                  {Wishes{Browser: "en;q=0.5, fr;q=0.9"}, "fr-FR", "fr-FR"},
		"another language first":    {Wishes{Browser: "ja,uk;q=0.9,el;q=0.8,en;q=0.7"}, "el-GR", "el-GR"},
		"only other languages":      {Wishes{Browser: "ja,uk"}, "en-US", "en-GB"},
		"anything":                  {Wishes{Browser: "*"}, "en-US", "en-GB"},
		"no header at all":          {Wishes{Browser: "\x00;;;,==, q=é"}, "en-US", "en-GB"},
		"one that is broken":        {Wishes{Browser: "xx-yy-zz-;q=2, de;q=0.1,,fr;q=0"}, "de-DE", "de-DE"},
		"a long header":             {Wishes{Browser: "nl," + strings.Repeat("xx-yy;q=0.1,", 10_000)}, "nl-NL", "nl-NL"},
		"what stands too late":      {Wishes{Browser: strings.Repeat("ja,", 171) + "nl"}, "en-US", "en-GB"},
		"a link":                    {Wishes{Link: "it-IT", Browser: "de"}, "it-IT", "it-IT"},
		"a link in English":         {Wishes{Link: "en-US", Browser: "en-GB"}, "en-US", "en-US"},
		"a link in none of them":    {Wishes{Link: "ja-JP", Browser: "de"}, "de-DE", "de-DE"},
		"picked":                    {Wishes{Picked: "pl-PL", Link: "it-IT", Browser: "de"}, "pl-PL", "pl-PL"},
		"picked what there is none": {Wishes{Picked: "../ru-RU", Link: "it-IT", Browser: "de"}, "it-IT", "it-IT"},
	} {
		if got := Choose(c.wishes); got.Locale != c.locale || got.Formats != c.formats || got.dates == nil {
			t.Errorf("%s: %s with the dates of %s, want %s, %s", name, got.Locale, got.Formats, c.locale, c.formats)
		}
	}
}

// internal/e2e holds all of them against a browser's.
func TestDates(t *testing.T) {
	at := time.Date(2026, 3, 3, 21, 4, 0, 0, time.UTC)
	for locale, want := range map[string][5]string{
		"en-US": {"Tuesday", "March 3", "Tue, Mar 3", "Mar 3, 2026", "9:04 PM"},
		"de-DE": {"Dienstag", "3. März", "Di., 3. März", "3. März 2026", "21:04"},
		"pt-PT": {"Terça-feira", "3 de março", "terça, 3/03", "3/03/2026", "21:04"},
		"el-GR": {"Τρίτη", "3 Μαρτίου", "Τρί 3 Μαρ", "3 Μαρ 2026", "9:04 μ.μ."},
		"ru-RU": {"Вторник", "3 марта", "вт, 3 мар.", "3 мар. 2026 г.", "21:04"},
	} {
		w := Choose(Wishes{Picked: locale})
		got := [5]string{w.Weekday(at), w.Date(at), w.Day(at, at), w.Day(at, at.AddDate(1, 0, 0)), w.Clock(at)}
		if got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
	noon := time.Date(2026, 3, 3, 0, 30, 0, 0, time.UTC)
	if got := Choose(Wishes{Picked: "en-US"}).Clock(noon) + Choose(Wishes{Picked: "en-US"}).Clock(noon.Add(12*time.Hour)); got != "12:30 AM12:30 PM" {
		t.Error(got)
	}
}
