package built

import (
	"embed"
	"encoding/binary"
	"io"
)

// content is a file's. It is read from where the binary has it: a copy would be in memory
// for as long as the server runs.
type content struct {
	at   io.ReaderAt
	size int64
}

// contentOf finds a file. One that is missing is a fault of the build, which the tests of
// whoever serves it find.
func contentOf(files embed.FS, name string) content {
	opened, err := files.Open(name)
	if err != nil {
		panic(err)
	}
	info, err := opened.Stat()
	if err != nil {
		panic(err)
	}
	return content{opened.(io.ReaderAt), info.Size()}
}

func (c content) reader() io.Reader { return io.NewSectionReader(c.at, 0, c.size) }

// unpackedSize is how much a gzip file holds, which its end says.
func (c content) unpackedSize() int64 {
	var end [4]byte
	if _, err := c.at.ReadAt(end[:], c.size-int64(len(end))); err != nil {
		panic(err)
	}
	return int64(binary.LittleEndian.Uint32(end[:]))
}
