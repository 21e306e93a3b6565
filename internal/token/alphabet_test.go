package token

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"math"
	"math/big"
	mathrand "math/rand/v2"
	"strings"
	"testing"
)

// always is a source of randomness that gives one byte forever.
type always byte

func (a always) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(a)
	}
	return len(p), nil
}

// drained gives its bytes, and then fails as a closed device does.
func drained(data string) io.Reader { return strings.NewReader(data) }

func TestAlphabetsAreTheKnownOnes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		alphabet alphabet
		size     int
		without  string
	}{
		"base58": {base58, 58, "0OIl"},
		"base62": {base62, 62, "_-+/"},
	} {
		if len(c.alphabet) != c.size {
			t.Errorf("%s has %d characters", name, len(c.alphabet))
		}
		for i := 1; i < len(c.alphabet); i++ {
			if c.alphabet[i-1] >= c.alphabet[i] {
				t.Errorf("%s isn't in ASCII order at %d", name, i)
			}
		}
		if strings.ContainsAny(string(c.alphabet), c.without) {
			t.Errorf("%s has one of %s", name, c.without)
		}
	}
}

func TestEncodingIsBigEndianOfFixedWidth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		data  []byte
		width int
		want  string
	}{
		{nil, 3, "000"},
		{[]byte{61}, 1, "z"},
		{[]byte{62}, 2, "10"},
		{[]byte{0, 0, 1}, 4, "0001"},
		{[]byte{1, 0}, 2, "48"},
		{[]byte{62}, 1, "0"},
		{bytes.Repeat([]byte{0xff}, 20), 27, "aWgEPTl1tmebfsQzFP4bxwgy80V"},
	} {
		if got := encode62(c.data, c.width); got != c.want {
			t.Errorf("encode(%v, %d) = %q, want %q", c.data, c.width, got, c.want)
		}
	}
}

func TestRandomCharactersAreUniform(t *testing.T) {
	t.Parallel()
	const draws = 200_000
	text, err := base62.random(rand.Reader, draws)
	if err != nil {
		t.Fatal(err)
	}
	expected := float64(draws) / float64(len(base62))
	for _, c := range base62 {
		// Eight standard deviations: a fair source fails once in 10^13 runs.
		if n := float64(strings.Count(text, string(c))); math.Abs(n-expected) > 8*math.Sqrt(expected) {
			t.Errorf("%q came %v times, about %v expected", c, n, expected)
		}
	}
}

func TestRandomDrawsBiasedBytesAgain(t *testing.T) {
	t.Parallel()
	got, err := base58.random(drained("\xff\x00\xe8\x01\x02"), 3)
	if err != nil || got != "123" {
		t.Errorf("random = %q, %v", got, err)
	}
}

func TestRandomReportsASourceThatFails(t *testing.T) {
	t.Parallel()
	if _, err := base58.random(drained("ab"), 3); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short source: %v", err)
	}
	if _, err := base58.random(always(0xff), 3); !errors.Is(err, errRandom) {
		t.Errorf("stuck source: %v", err)
	}
}

func TestEncodingIsThatOfMathBig(t *testing.T) {
	t.Parallel()
	source := mathrand.New(mathrand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, source.IntN(30))
		for i := range data {
			data[i] = byte(source.UintN(256))
		}
		width := source.IntN(45)
		want := make([]byte, width)
		number, base, digit := new(big.Int).SetBytes(data), big.NewInt(62), new(big.Int)
		for i := width - 1; i >= 0; i-- {
			number.DivMod(number, base, digit)
			want[i] = base62[digit.Int64()]
		}
		if got := encode62(data, width); got != string(want) {
			t.Fatalf("encode(%x, %d) = %q, want %q", data, width, got, want)
		}
	}
}
