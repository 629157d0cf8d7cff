package identity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// Device is a seat as those see it who let devices in and put them out.
type Device struct {
	Seat
	Device    string // as its browser names itself
	CreatedAt time.Time
	SeenAt    time.Time // to within five minutes
}

// Devices lists the devices that are let in to a conference, the first first.
// A program that shows its link at every request has no seat and is not among
// them.
func (s *Service) Devices(ctx context.Context, conferenceID string) ([]Device, error) {
	return devices(ctx, s.db, conferenceID, s.clock.Now())
}

// EndSeat ends one device's seat within tx: after its commit the device is
// nobody. It returns the device as it was.
func (s *Service) EndSeat(ctx context.Context, tx *db.Tx, conferenceID, seatID string) (Device, error) {
	d, err := endSeat(ctx, tx, conferenceID, seatID, s.clock.Now(), toldLife)
	if db.IsNoRows(err) {
		return d, fault.NotFound("seat_gone", "no device %q in conference %s", seatID, conferenceID)
	}
	if err != nil {
		return d, fmt.Errorf("end seat %s: %w", seatID, err)
	}
	tx.AfterCommit(s.ends.tell)
	return d, nil
}

// RenewLink makes the join link anew by which the device came, within tx: the
// old one and the codes that were not used open nothing any more. Devices that
// are in stay in, all but programs that show the link itself; it returns their
// seats.
func (s *Service) RenewLink(ctx context.Context, tx *db.Tx, d Device) (gone []string, err error) {
	p := pass{kind: d.Kind, conferenceID: d.ConferenceID, siteID: d.SiteID, delegateID: d.DelegateID}
	links, err := voidPasses(ctx, tx, p, s.clock.Now().Add(-time.Microsecond)) // over by now
	for _, hash := range links {
		gone = append(gone, tokenSeat(hash))
	}
	tx.AfterCommit(s.ends.tell)
	return gone, err
}

// Stands tells whether a seat, or the link that stands in for one, is good
// still. Whoever has no seat is not asked after: "" stands.
func (s *Service) Stands(ctx context.Context, seatID string) (bool, error) {
	if seatID == "" {
		return true, nil
	}
	now := s.clock.Now().UnixMicro()
	if hash, ok := strings.CutPrefix(seatID, tokenPrefix); ok {
		n, err := count(ctx, s.db, "look up link", sqlLinkStands, hash, hash+"g", now)
		return n > 0, err
	}
	n, err := count(ctx, s.db, "look up seat", sqlSeatStands, seatID, now)
	return n > 0, err
}

const tokenPrefix = "token-"

// tokenSeat stands in for the seat of a program that shows a link's token.
func tokenSeat(hash string) string { return tokenPrefix + hash[:16] }
