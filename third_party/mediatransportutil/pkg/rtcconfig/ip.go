// Copyright 2023 LiveKit, Inc.
//
// Licensed under the Apache License, Version 2.0 (the "License");
// you may not use this file except in compliance with the License.
// You may obtain a copy of the License at
//
//     http://www.apache.org/licenses/LICENSE-2.0
//
// Unless required by applicable law or agreed to in writing, software
// distributed under the License is distributed on an "AS IS" BASIS,
// WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
// See the License for the specific language governing permissions and
// limitations under the License.

package rtcconfig

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/pion/stun/v3"

	"github.com/livekit/protocol/logger"
)

const (
	stunPingTimeout   = 5 * time.Second
	validationTimeout = 5 * time.Second
)

func (conf *RTCConfig) determineIP() (string, error) {
	if conf.UseExternalIP {
		stunServers := conf.STUNServers
		if len(stunServers) == 0 {
			stunServers = DefaultStunServers
		}
		var err error
		for range 3 {
			var ip string
			ip, err = GetExternalIP(context.Background(), stunServers, nil)
			if err == nil {
				return ip, nil
			} else {
				time.Sleep(500 * time.Millisecond)
			}
		}
		logger.Warnw("could not resolve external IP", err)
		return "", fmt.Errorf("could not resolve external IP: %w", err)
	}

	// use local ip instead
	addresses, err := GetLocalIPAddresses(false, true, nil, nil)
	if len(addresses) > 0 {
		// prefer IPv4 address if available
		for _, addr := range addresses {
			if ip := net.ParseIP(addr); ip != nil && ip.To4() != nil {
				return addr, err
			}
		}
		return addresses[0], err
	}
	return "", err
}

func GetLocalIPAddresses(includeLoopback bool, includeV6 bool, ifFilter func(string) bool, ipFilter func(net.IP) bool) ([]string, error) {
	ifaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	loopBacks := make([]string, 0)
	addresses := make([]string, 0)
	for _, iface := range ifaces {
		if ifFilter != nil && !ifFilter(iface.Name) {
			continue
		}

		addrs, err := iface.Addrs()
		if err != nil {
			continue
		}
		for _, addr := range addrs {
			var ip net.IP
			switch typedAddr := addr.(type) {
			case *net.IPNet:
				if !includeV6 {
					ip = typedAddr.IP.To4()
				} else {
					ip = typedAddr.IP
				}
			case *net.IPAddr:
				if !includeV6 {
					ip = typedAddr.IP.To4()
				} else {
					ip = typedAddr.IP
				}
			default:
				continue
			}
			if ip == nil {
				continue
			}
			if ip.IsLinkLocalUnicast() || ip.IsLinkLocalMulticast() {
				continue
			}
			if ipFilter != nil && !ipFilter(ip) {
				continue
			}
			if ip.IsLoopback() {
				loopBacks = append(loopBacks, ip.String())
			} else {
				addresses = append(addresses, ip.String())
			}
		}
	}

	if includeLoopback {
		addresses = append(addresses, loopBacks...)
	}

	if len(addresses) > 0 {
		return addresses, nil
	}
	if len(loopBacks) > 0 {
		return loopBacks, nil
	}
	return nil, fmt.Errorf("could not find local IP address")
}

func findExternalIP(ctx context.Context, stunServer string, localAddr net.Addr, validate bool) (string, error) {
	ctx1, cancel1 := context.WithTimeout(ctx, stunPingTimeout)
	defer cancel1()

	dialer := &net.Dialer{
		LocalAddr: localAddr,
	}
	conn, err := dialer.Dial("udp", stunServer)
	if err != nil {
		return "", err
	}
	c, err := stun.NewClient(conn)
	if err != nil {
		conn.Close()
		return "", err
	}

	closeConns := func() {
		c.Close()
		conn.Close()
	}

	message, err := stun.Build(stun.TransactionID, stun.BindingRequest)
	if err != nil {
		closeConns()
		return "", err
	}

	var mu sync.Mutex
	var stunErr error
	var ipAddr string
	err = c.Start(message, func(res stun.Event) {
		mu.Lock()
		defer mu.Unlock()

		if res.Error != nil {
			stunErr = res.Error
			return
		}

		var xorAddr stun.XORMappedAddress
		if err := xorAddr.GetFrom(res.Message); err != nil {
			stunErr = err
			return
		}
		ipAddr = xorAddr.IP.String()
	})
	if err != nil {
		closeConns()
		return "", err
	}

	for {
		if ctx1.Err() != nil {
			closeConns()
			return "", ctx1.Err()
		}

		isDone := false
		mu.Lock()
		if stunErr != nil || ipAddr != "" {
			isDone = true
		}
		mu.Unlock()

		if isDone {
			break
		}

		time.Sleep(50 * time.Millisecond)
	}

	if stunErr != nil {
		closeConns()
		return "", stunErr
	}

	closeConns()
	logger.Infow(
		"found external IP via STUN",
		"localAddr", localAddr,
		"stunServer", stunServer,
		"externalIP", ipAddr,
		"validateExternalIP", validate,
	)
	if !validate {
		return ipAddr, nil
	}
	return ipAddr, validateExternalIP(ctx, ipAddr, localAddr)
}

// GetExternalIP return external IP for localAddr from stun server. If localAddr is nil, a local address is chosen automatically,
// else the address will be used to validate the external IP is accessible from the outside.
func GetExternalIP(ctx context.Context, stunServers []string, localAddr net.Addr) (string, error) {
	return getExternalIP(ctx, stunServers, localAddr, true)
}

func getExternalIP(ctx context.Context, stunServers []string, localAddr net.Addr, validate bool) (string, error) {
	if len(stunServers) == 0 {
		return "", errors.New("STUN servers are required but not defined")
	}

	ctx1, cancel1 := context.WithTimeout(ctx, time.Duration(len(stunServers))*(stunPingTimeout+validationTimeout))
	defer cancel1()

	var err error
	for _, ss := range stunServers {
		var ipAddr string
		ipAddr, err = findExternalIP(ctx1, ss, localAddr, validate)
		if err == nil {
			return ipAddr, nil
		}
	}

	return "", err
}

// validateExternalIP validates that the external IP is accessible from the outside by listen the local address,
// it will send a magic string to the external IP and check the string is received by the local address.
func validateExternalIP(ctx context.Context, nodeIP string, addr net.Addr) error {
	if addr == nil {
		return nil
	}

	udpAddr, ok := addr.(*net.UDPAddr)
	if !ok {
		return errors.New("not UDP address")
	}

	srv, err := net.ListenUDP("udp", udpAddr)
	if err != nil {
		return err
	}
	defer srv.Close()

	magicString := "9#B8D2Nvg2xg5P$ZRwJ+f)*^Nne6*W3WamGY"

	validCh := make(chan struct{})
	go func() {
		buf := make([]byte, 1024)
		for {
			n, err := srv.Read(buf)
			if err != nil {
				logger.Debugw("error reading from UDP socket", "err", err)
				return
			}
			if string(buf[:n]) == magicString {
				close(validCh)
				return
			}
		}
	}()

	cli, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: net.ParseIP(nodeIP), Port: srv.LocalAddr().(*net.UDPAddr).Port})
	if err != nil {
		return err
	}
	defer cli.Close()

	if _, err = cli.Write([]byte(magicString)); err != nil {
		return err
	}

	ctx1, cancel1 := context.WithTimeout(ctx, validationTimeout)
	defer cancel1()
	select {
	case <-validCh:
		return nil
	case <-ctx1.Done():
		logger.Warnw("could not validate external IP", ctx1.Err(), "ip", nodeIP, "from", addr)
		return ctx1.Err()
	}
}
