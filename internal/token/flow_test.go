package token

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAFlowTokenIsReadBackAndHidesItself(t *testing.T) {
	t.Parallel()
	made, err := NewFlowToken(rand.Reader, "aB3dE6")
	if err != nil {
		t.Fatal(err)
	}
	text := made.Reveal()
	read, err := ParseFlowToken(text)
	if err != nil || read.Hash() != made.Hash() || read.WorkspaceCode() != "aB3dE6" {
		t.Errorf("%q is read as %q, %v", text, read.Reveal(), err)
	}
	if len(text) != len("po_")+6+32+4 || strings.Contains(fmt.Sprint(made), text[10:]) {
		t.Errorf("%q shows as %v", text, made)
	}
	for _, wrong := range []string{"", "ps_" + text[3:], text[:len(text)-1], text + "0", text[:9] + "_" + text[10:]} {
		if _, err := ParseFlowToken(wrong); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q is taken", wrong)
		}
	}
	if _, err := NewFlowToken(rand.Reader, "short"); !errors.Is(err, ErrMalformed) {
		t.Errorf("a code that is none: %v", err)
	}
	if _, err := NewFlowToken(bytes.NewReader(nil), "aB3dE6"); err == nil {
		t.Error("a source without bytes gives a token")
	}
}
