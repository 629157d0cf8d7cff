package relay

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// tcpQueue is how many rows wait for a slow TCP watcher; more are dropped, as a
// network would.
const tcpQueue = 64

// tcpFirst is how long a connection may take to show that it belongs to a
// watcher, tcpWrite how long one row may take to be written.
const (
	tcpFirst = 5 * time.Second
	tcpWrite = 5 * time.Second
)

// tcpConn is a watcher's connection where UDP does not pass: ICE over passive
// TCP (RFC 6544), datagrams framed by RFC 4571.
type tcpConn struct {
	conn net.Conn
	rows chan []byte
	done chan struct{}
	once sync.Once
	lost atomic.Int64 // rows dropped because the connection is too slow
}

func (t *tcpConn) send(row []byte, size int) { t.put(frame(row, size)) }

func (t *tcpConn) sendFrame(b []byte) error {
	t.put(frame(b, max(len(b), 1)))
	return nil
}

func (t *tcpConn) put(row []byte) {
	select {
	case t.rows <- row:
	default:
		t.lost.Add(1)
	}
}

func (t *tcpConn) write(now func() time.Time) {
	for {
		select {
		case <-t.done:
			return
		case row := <-t.rows:
			_ = t.conn.SetWriteDeadline(now().Add(tcpWrite))
			if _, err := t.conn.Write(row); err != nil {
				t.close()
				return
			}
		}
	}
}

func (t *tcpConn) close() {
	t.once.Do(func() {
		close(t.done)
		_ = t.conn.Close()
	})
}

// acceptTCP serves watchers that come by TCP until the listener closes. At
// most limit connections are open at once.
func (s *Server) acceptTCP(l net.Listener, limit int) {
	open := make(chan struct{}, limit)
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		select {
		case open <- struct{}{}:
			go func() {
				defer func() { <-open }()
				s.readTCP(c)
			}()
		default:
			_ = c.Close()
		}
	}
}

// readTCP takes frames off one connection until it ends.
func (s *Server) readTCP(c net.Conn) {
	ta, ok := c.RemoteAddr().(*net.TCPAddr)
	t := &tcpConn{conn: c, rows: make(chan []byte, tcpQueue), done: make(chan struct{})}
	defer t.close()
	if !ok {
		return
	}
	remote := unmap(ta.AddrPort())
	p := &path{remote: remote, tcp: t}
	go t.write(s.now)
	_ = c.SetReadDeadline(s.now().Add(tcpFirst))
	r := bufio.NewReaderSize(c, 2048)
	buf := make([]byte, 2048)
	known := false
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			break
		}
		n := int(binary.BigEndian.Uint16(head[:]))
		if n > len(buf) {
			break
		}
		if _, err := io.ReadFull(r, buf[:n]); err != nil {
			break
		}
		s.receive(buf[:n], p.key(), func() *path { return p })
		if !known && s.watcherAt(p.key()) != nil {
			known = true
			_ = c.SetReadDeadline(time.Time{})
		}
	}
	if w := s.watcherAt(p.key()); w != nil {
		s.lose(w, p)
	}
}
