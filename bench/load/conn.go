package load

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// patience is how long one call may take.
const patience = 20 * time.Second

// Target is where calls go: POST to Path at Addr.
type Target struct {
	Addr, Path string
}

// Call is what differs from call to call: the body, and the API key if it is
// sent with one.
type Call struct {
	Key  string
	Body []byte
	// Page is a path to be read by GET in place of a POST; empty: none.
	Page string
	// Good, unless nil, tells what is wrong with the answer in place of the load's.
	Good func(answer []byte) error
}

// conn is one kept connection.
type conn struct {
	target Target
	net    net.Conn
	reader *bufio.Reader
	head   []byte
	out    []byte
	answer bytes.Buffer
}

// reply is an answer. Its body is good until the next call.
type reply struct {
	status     int
	retryAfter string
	body       []byte
}

func dial(ctx context.Context, t Target) (*conn, error) {
	c := &conn{target: t, head: []byte("POST " + t.Path + " HTTP/1.1\r\nHost: " + t.Addr +
		"\r\nContent-Type: application/json\r\nAccept: application/json")}
	err := c.connect(ctx)
	return c, err
}

func (c *conn) connect(ctx context.Context) (err error) {
	dialer := net.Dialer{Timeout: patience}
	if c.net, err = dialer.DialContext(ctx, "tcp", c.target.Addr); err != nil {
		return err
	}
	c.reader = bufio.NewReader(c.net)
	return nil
}

// send sends a call and reads its answer. Where the server ends the connection
// with the answer, the next call gets a new one.
func (c *conn) send(ctx context.Context, call *Call) (reply, error) {
	if c.net == nil {
		if err := c.connect(ctx); err != nil {
			return reply{}, err
		}
	}
	if err := c.net.SetDeadline(time.Now().Add(patience)); err != nil {
		return reply{}, err
	}
	c.write(call)
	if _, err := c.net.Write(c.out); err != nil {
		return reply{}, err
	}
	return c.read()
}

// write puts the request together.
func (c *conn) write(call *Call) {
	c.out = c.out[:0]
	if call.Page != "" {
		c.out = append(append(append(c.out, "GET "...), call.Page...), " HTTP/1.1\r\nHost: "...)
		c.out = append(append(c.out, c.target.Addr...), "\r\n\r\n"...)
		return
	}
	c.out = append(c.out, c.head...)
	if call.Key != "" {
		c.out = append(append(c.out, "\r\nAuthorization: Bearer "...), call.Key...)
	}
	c.out = strconv.AppendInt(append(c.out, "\r\nContent-Length: "...), int64(len(call.Body)), 10)
	c.out = append(append(c.out, "\r\n\r\n"...), call.Body...)
}

func (c *conn) read() (reply, error) {
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	c.answer.Reset()
	if _, err := io.Copy(&c.answer, response.Body); err != nil {
		return reply{}, err
	}
	if response.Close {
		c.close()
	}
	return reply{
		status: response.StatusCode, retryAfter: response.Header.Get("Retry-After"), body: c.answer.Bytes(),
	}, nil
}

func (c *conn) close() {
	if c.net != nil {
		_ = c.net.Close() // the calls were answered
		c.net = nil
	}
}
