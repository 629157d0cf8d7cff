//go:build !linux

package relay

import "net/netip"

type rawAddr struct{}

func (s *socket) prepare() error { return nil }

func (s *socket) newPath(remote netip.AddrPort, _ []byte) *path { return &path{remote: remote} }
