package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// udpGRO is UDP_GRO of udp(7): many datagrams of one sender in one read.
const udpGRO = 104

// lines is one socket that many endpoints share, each with an address of its
// own in 127.0.0.0/8.
type lines struct {
	conn *net.UDPConn
	port uint16
}

const (
	receiveBuffer = 256 << 20
	sendBuffer    = 4 << 20
)

func listen() (*lines, error) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var errs []error
		err := c.Control(func(fd uintptr) {
			f := int(fd)
			errs = append(errs,
				unix.SetsockoptInt(f, unix.IPPROTO_IP, unix.IP_PKTINFO, 1),
				unix.SetsockoptInt(f, unix.SOL_UDP, udpGRO, 1))
			if unix.SetsockoptInt(f, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, receiveBuffer) != nil {
				errs = append(errs, unix.SetsockoptInt(f, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBuffer))
			}
			_ = unix.SetsockoptInt(f, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, sendBuffer)
		})
		return errors.Join(append(errs, err)...)
	}}
	c, err := lc.ListenPacket(context.Background(), "udp4", "0.0.0.0:0")
	if err != nil {
		return nil, fmt.Errorf("open a socket for watchers: %w", err)
	}
	u := c.(*net.UDPConn)
	return &lines{conn: u, port: u.LocalAddr().(*net.UDPAddr).AddrPort().Port()}, nil
}

// send sends as the given address.
func (l *lines) send(as netip.Addr, to netip.AddrPort, b []byte) error {
	oob := unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: as.As4()})
	_, _, err := l.conn.WriteMsgUDPAddrPort(b, oob, to)
	return err
}

// read calls f with every datagram that comes and the address it came to.
func (l *lines) read(f func(to netip.Addr, b []byte)) {
	buf := make([]byte, 1<<16)
	oob := make([]byte, 128)
	for {
		n, on, _, _, err := l.conn.ReadMsgUDPAddrPort(buf, oob)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		to, size := control(oob[:on], n)
		for at := 0; at < n; at += size {
			f(to, buf[at:min(at+size, n)])
		}
	}
}

// control reads the address a datagram came to and the size of those that came
// together.
func control(oob []byte, n int) (to netip.Addr, size int) {
	size = max(n, 1)
	for len(oob) >= unix.SizeofCmsghdr {
		h, data, rest, err := unix.ParseOneSocketControlMessage(oob)
		if err != nil {
			return to, size
		}
		switch {
		case h.Level == unix.IPPROTO_IP && h.Type == unix.IP_PKTINFO && len(data) >= unix.SizeofInet4Pktinfo:
			to = netip.AddrFrom4([4]byte(data[8:12]))
		case h.Level == unix.SOL_UDP && h.Type == udpGRO && len(data) >= 2:
			size = int(data[0]) | int(data[1])<<8
		}
		oob = rest
	}
	return to, size
}

// startOn starts a command that runs on one core only.
func startOn(cmd *exec.Cmd, core int) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return fmt.Errorf("read the thread's cores: %w", err)
	}
	one.Set(core)
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		return fmt.Errorf("choose core %d: %w", core, err)
	}
	err := cmd.Start() // the child inherits the thread's core
	return errors.Join(err, unix.SchedSetaffinity(0, &before))
}

// stayOn keeps the whole of this process on one core.
func stayOn(core int) error {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return fmt.Errorf("list threads: %w", err)
	}
	var one unix.CPUSet
	one.Set(core)
	for _, t := range tasks {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			_ = unix.SchedSetaffinity(id, &one) // the thread may have ended
		}
	}
	return nil
}

// usedBy is the processor time a process has used so far, in seconds (proc(5),
// /proc/pid/stat; the kernel counts there in hundredths).
func usedBy(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("read the program's usage: %w", err)
	}
	_, behind, _ := strings.Cut(string(b), ") ") // its name may hold spaces
	f := strings.Fields(behind)
	if len(f) < 13 {
		return 0, errors.New("read the program's usage: an unknown form")
	}
	user, err1 := strconv.ParseFloat(f[11], 64)
	system, err2 := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100, errors.Join(err1, err2)
}

// usage is what this process has used so far.
func usage() (cpu float64, rss uint64, err error) {
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		return 0, 0, fmt.Errorf("read usage: %w", err)
	}
	cpu = float64(ru.Utime.Nano()+ru.Stime.Nano()) / 1e9
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, 0, fmt.Errorf("read memory: %w", err)
	}
	var size, pages uint64
	if _, err := fmt.Sscan(string(b), &size, &pages); err != nil {
		return 0, 0, fmt.Errorf("read memory: %w", err)
	}
	return cpu, pages * uint64(os.Getpagesize()), nil
}
