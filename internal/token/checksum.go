package token

import (
	"encoding/binary"
	"hash/crc32"
)

const (
	checksumLength = 4
	checksumValues = 62 * 62 * 62 * 62
)

// checksum is the CRC-32 (IEEE) of text, folded into four base62 characters. It
// lets a mistyped or cut token be turned away without a query, and lets secret
// scanners tell a token from a look-alike. It protects nothing: anyone can
// compute it.
func checksum(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text)) % checksumValues
	return encode62(binary.BigEndian.AppendUint32(nil, sum), checksumLength)
}
