//go:build !linux

package load

import (
	"errors"
	"net/netip"
	"os/exec"
)

var errLinuxOnly = errors.New("the load measurement runs on Linux only")

type lines struct {
	conn interface{ Close() error }
	port uint16
}

func listen() (*lines, error)                                  { return nil, errLinuxOnly }
func (l *lines) send(netip.Addr, netip.AddrPort, []byte) error { return errLinuxOnly }
func (l *lines) read(func(netip.Addr, []byte))                 {}
func startOn(*exec.Cmd, int) error                             { return errLinuxOnly }
func stayOn(int) error                                         { return errLinuxOnly }
func usage() (cpu float64, rss uint64, err error)              { return 0, 0, errLinuxOnly }
func usedBy(int) (float64, error)                              { return 0, errLinuxOnly }
