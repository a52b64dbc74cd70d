// Package egress makes connections to the outside that cannot be led into the
// network that the program runs in.
package egress

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// ErrPrivate tells that an address is not on the public internet.
var ErrPrivate = errors.New("the address is private")

// Dialer connects to public addresses only, and to those that are allowed all the
// same. The check stands at the connection, after the name is resolved, so that
// neither a redirect nor a name that changes its address gets around it. Whoever
// uses it must use no proxy: that would make the connection for us.
func Dialer(timeout time.Duration, allowed ...netip.AddrPort) *net.Dialer {
	return &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil || !Public(ap.Addr()) && !slices.Contains(allowed, ap) {
			return fmt.Errorf("connect to %s: %w", address, ErrPrivate)
		}
		return nil
	}}
}

// notPublic are the ranges besides those that netip names: shared (RFC 6598),
// protocol assignments, benchmarks, documentation, reserved, and the prefixes
// that carry IPv4 addresses inside IPv6.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("fec0::/10"),
}

// Public says whether an address belongs to the internet at large.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	return !slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}
