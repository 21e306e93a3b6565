// Package load is the client of the benchmarks: a closed loop of workers that
// each keep one connection and send the next call when the last is answered.
// It does as little as it can, since it shares the cores with the servers.
package load

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// patience is how long one call may take.
const patience = 20 * time.Second

// Target is where calls go: POST to Path at Addr, with the API key if there is one.
type Target struct {
	Addr, Path, Key string
}

// conn is one kept connection.
type conn struct {
	net    net.Conn
	reader *bufio.Reader
	head   []byte
	out    []byte
	answer bytes.Buffer
}

func dial(ctx context.Context, t Target) (*conn, error) {
	dialer := net.Dialer{Timeout: patience}
	c, err := dialer.DialContext(ctx, "tcp", t.Addr)
	if err != nil {
		return nil, err
	}
	head := "POST " + t.Path + " HTTP/1.1\r\nHost: " + t.Addr
	if t.Key != "" {
		head += "\r\nAuthorization: Bearer " + t.Key
	}
	head += "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
	return &conn{net: c, reader: bufio.NewReader(c), head: []byte(head)}, nil
}

// call sends a body and gives the answer, which is good until the next call.
func (c *conn) call(body []byte) ([]byte, error) {
	if err := c.net.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	c.out = append(c.out[:0], c.head...)
	c.out = strconv.AppendInt(c.out, int64(len(body)), 10)
	c.out = append(c.out, "\r\n\r\n"...)
	c.out = append(c.out, body...)
	if _, err := c.net.Write(c.out); err != nil {
		return nil, err
	}
	return c.read()
}

func (c *conn) read() ([]byte, error) {
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	c.answer.Reset()
	if _, err := io.Copy(&c.answer, response.Body); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %s: %.500s", response.Status, c.answer.Bytes())
	}
	return c.answer.Bytes(), nil
}
