package probe

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	// patience is how long an answer may take: longer than every timeout of the
	// server that a probe meets.
	patience = 50 * time.Second
	// silence is how long a connection that was answered is watched for a second
	// answer, which only a smuggled request gets.
	silence = 250 * time.Millisecond
	// mostRead bounds what is kept of an answer.
	mostRead = 4 << 20
)

// errUnanswered says that the server has neither answered nor hung up.
var errUnanswered = fmt.Errorf("neither answered nor cut in %s", patience)

// Answer is what came back.
type Answer struct {
	// Responses are all that came: one, or none where the connection was cut.
	Responses []Response
	// End is how reading ended; nil where the server's answer closed it.
	End error
}

// Response is an HTTP response as it came.
type Response struct {
	Status int
	// Head is the status line and the headers, sorted by name.
	Head string
	Body []byte
}

func (r *Response) text(most int) string {
	text := strings.ReplaceAll(r.Head, "\r\n", " | ") + string(r.Body[:min(len(r.Body), most)])
	return fmt.Sprintf("%.*q", most, text)
}

// Send sends the probe from a local address, or from any if it is the zero
// address. An error says that there was no connection, or that the server left
// the probe hanging.
func (p *Probe) Send(ctx context.Context, s *Site, from netip.Addr) (*Answer, error) {
	return p.SendBytes(ctx, s, from, p.Bytes(s))
}

// SendBytes sends what Bytes made already.
func (p *Probe) SendBytes(ctx context.Context, s *Site, from netip.Addr, sent []byte) (*Answer, error) {
	dialer := net.Dialer{Timeout: patience}
	if from.IsValid() {
		dialer.LocalAddr = &net.TCPAddr{IP: from.AsSlice()}
	}
	c, err := dialer.DialContext(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }() // all is read
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	written := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(written)
		p.write(c, sent, ended)
	}()
	a := read(c, method(sent))
	close(ended)
	_ = c.Close()
	<-written
	if errors.Is(a.End, os.ErrDeadlineExceeded) && len(a.Responses) == 0 {
		return nil, errUnanswered
	}
	return a, ctx.Err()
}

// write sends at the probe's pace until the answer is read. That the server
// hangs up meanwhile is its right.
func (p *Probe) write(c net.Conn, sent []byte, ended <-chan struct{}) {
	if !p.Slow() {
		_, _ = c.Write(sent)
		return
	}
	after := min(p.Pace.After, len(sent))
	if _, err := c.Write(sent[:after]); err != nil {
		return
	}
	tick := time.NewTicker(p.Pace.Every)
	defer tick.Stop()
	for i := after; i < len(sent); i++ {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		if _, err := c.Write(sent[i : i+1]); err != nil {
			return
		}
	}
}

// method is that of the first request, since an answer to HEAD has no body.
func method(sent []byte) string {
	word, _, _ := bytes.Cut(sent[:min(len(sent), 16)], []byte(" "))
	return string(word)
}

// read reads all responses that come.
func read(c net.Conn, method string) *Answer {
	a := &Answer{}
	begun := &counter{reader: io.LimitReader(c, mostRead)}
	reader := bufio.NewReader(begun)
	_ = c.SetReadDeadline(time.Now().Add(patience)) // it fails on a closed connection, as does what follows
	for {
		response, closes, err := readOne(reader, method)
		if err != nil {
			a.End = err
			if len(a.Responses) == 0 && begun.n > 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
				a.Responses = append(a.Responses, Response{Head: fmt.Sprintf("no HTTP: %v", err)})
			}
			return a
		}
		if response.Status < http.StatusOK {
			continue
		}
		a.Responses = append(a.Responses, response)
		if closes {
			return a
		}
		_ = c.SetReadDeadline(time.Now().Add(silence))
	}
}

// counter counts what was read.
type counter struct {
	reader io.Reader
	n      int
}

func (c *counter) Read(into []byte) (int, error) {
	n, err := c.reader.Read(into)
	c.n += n
	return n, err
}

func readOne(reader *bufio.Reader, method string) (response Response, closes bool, err error) {
	r, err := http.ReadResponse(reader, &http.Request{Method: method})
	if err != nil {
		return Response{}, false, err
	}
	defer func() { _ = r.Body.Close() }() // it is read to its end
	body, err := io.ReadAll(r.Body)
	// An answer of no length ends with the connection, also where that is reset
	// for what the server didn't read.
	if err != nil && r.ContentLength >= 0 {
		return Response{}, false, err
	}
	return Response{Status: r.StatusCode, Head: head(r), Body: body}, r.Close, nil
}

func head(r *http.Response) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s\r\n", r.Proto, r.Status)
	var lines []string
	for name, values := range r.Header {
		for _, value := range values {
			lines = append(lines, name+": "+value+"\r\n")
		}
	}
	slices.Sort(lines)
	text.WriteString(strings.Join(lines, ""))
	text.WriteString("\r\n")
	return text.String()
}
