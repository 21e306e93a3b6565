package portalpage

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is a colour in sRGB, each part from 0 to 1.
type rgb [3]float64

func parseColor(text string) (rgb, bool) {
	if len(text) != 7 || text[0] != '#' {
		return rgb{}, false
	}
	value, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil {
		return rgb{}, false
	}
	return rgb{float64(value>>16&0xff) / 255, float64(value>>8&0xff) / 255, float64(value&0xff) / 255}, true
}

// mustColor is for the constants above.
func mustColor(text string) rgb {
	color, ok := parseColor(text)
	if !ok {
		panic("portalpage: " + text + " is no colour")
	}
	return color
}

// readableOn moves the colour towards another until it can be read on a surface.
func (c rgb) readableOn(surface, towards rgb) rgb {
	for step := 0; ; step++ {
		share := float64(step) / accentSteps
		var mixed rgb
		for i := range c {
			mixed[i] = math.Round((c[i]+(towards[i]-c[i])*share)*255) / 255
		}
		if step == accentSteps || contrast(mixed, surface) >= readable {
			return mixed
		}
	}
}

// foreground is the wanted colour where it can be read on this one, and else white or black,
// whichever is easier to read.
func (c rgb) foreground(wanted *string) rgb {
	if wanted != nil {
		if own, ok := parseColor(*wanted); ok && contrast(c, own) >= readable {
			return own
		}
	}
	white, black := rgb{1, 1, 1}, rgb{0, 0, 0}
	if contrast(c, white) >= contrast(c, black) {
		return white
	}
	return black
}

// contrast is WCAG's contrast ratio, 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is WCAG's relative luminance.
func (c rgb) luminance() float64 {
	var linear rgb
	for i, part := range c {
		if part <= 0.04045 {
			linear[i] = part / 12.92
		} else {
			linear[i] = math.Pow((part+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// String is the colour as CSS takes it.
func (c rgb) String() string {
	part := func(i int) int { return int(math.Round(c[i] * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(0), part(1), part(2))
}
