package live

import (
	"context"
	"sync"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// SeatID names a device that was let in to a conference.
type SeatID = string

// SeatedDevice is a device that is let in, as those see it who may put it out.
type SeatedDevice struct {
	ID           SeatID          `json:"id"`
	Kind         access.Kind     `json:"kind" enum:"site,hall,watch,delegate"`
	SiteID       meeting.Ref     `json:"site_id"`
	DelegateID   meeting.Ref     `json:"delegate_id"`
	DelegateName string          `json:"delegate_name"`
	Device       string          `json:"device" doc:"as its browser names itself"`
	CreatedAt    meeting.Instant `json:"created_at" doc:"when it was let in"`
	SeenAt       meeting.Instant `json:"seen_at" doc:"when it was last there, to within five minutes"`
	Connected    bool            `json:"connected" doc:"it follows the conference now, by the process that answers"`
}

// guardSeats refuses whoever may not see the conference's devices.
func (s *Service) guardSeats(ctx context.Context, by access.Actor, conf ConferenceID) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return err
	}
	return mayEndSeats(by, c)
}

// Seats lists the devices that are let in, the first first.
func (s *Service) Seats(ctx context.Context, by access.Actor, conf ConferenceID) ([]SeatedDevice, error) {
	if err := s.guardSeats(ctx, by, conf); err != nil {
		return nil, err
	}
	if s.door == nil {
		return []SeatedDevice{}, nil
	}
	devices, err := s.door.Devices(ctx, conf)
	if err != nil {
		return nil, err
	}
	delegates, err := loadDelegates(ctx, s.db, conf, "")
	if err != nil {
		return nil, err
	}
	names := map[DelegateID]string{}
	for _, d := range delegates {
		names[d.ID] = d.Name
	}
	out := make([]SeatedDevice, 0, len(devices))
	for _, d := range devices {
		out = append(out, SeatedDevice{
			ID: d.ID, Kind: d.Kind, SiteID: meeting.Ref(d.SiteID), DelegateID: meeting.Ref(d.DelegateID),
			DelegateName: names[d.DelegateID], Device: d.Device, CreatedAt: meeting.At(d.CreatedAt), SeenAt: meeting.At(d.SeenAt),
			Connected: s.open.now(d.ID),
		})
	}
	return out, nil
}

// EndSeat puts one device out: it is nobody from now on, its event streams end,
// and whoever carries its pictures and sound is told. With newLink the link by
// which it came opens nothing any more either. It returns the devices left.
func (s *Service) EndSeat(ctx context.Context, by access.Actor, conf ConferenceID, seat SeatID, newLink bool) ([]SeatedDevice, error) {
	if err := s.guardSeats(ctx, by, conf); err != nil {
		return nil, err
	}
	if s.door == nil {
		return nil, fault.NotFound("seat_gone", "no device %q in conference %s", seat, conf)
	}
	gone := []SeatID{seat}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		d, err := s.door.EndSeat(ctx, tx, conf, seat)
		if err != nil {
			return err
		}
		if newLink {
			programs, err := s.door.RenewLink(ctx, tx, d)
			if err != nil {
				return err
			}
			gone = append(gone, programs...)
		}
		_, err = s.log.Append(ctx, tx, event.Entry{
			Stream: event.Conference(conf), At: s.now(), Kind: string(KindSeatEnded), Actor: by.String(),
			Data: event.Marshal(SeatEnded{SeatID: seat, Kind: d.Kind, SiteID: meeting.Ref(d.SiteID), NewLink: newLink}),
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	tell := s.ended
	s.mu.Unlock()
	for _, f := range tell {
		for _, id := range gone {
			f(conf, id)
		}
	}
	return s.Seats(ctx, by, conf)
}

// OnSeatEnded has f told of every device that is put out by this process.
func (s *Service) OnSeatEnded(f func(ConferenceID, SeatID)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = append(s.ended, f)
}

// streams counts the open event streams of each seat.
type streams struct {
	mu sync.Mutex
	of map[SeatID]int
}

// begin counts a stream until end is called. Who has no seat is not counted.
func (s *streams) begin(seat SeatID) (end func()) {
	if seat == "" {
		return func() {}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[SeatID]int{}
	}
	s.of[seat]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.of[seat]--; s.of[seat] == 0 {
			delete(s.of, seat)
		}
	}
}

// Follows tells whether a device follows a conference now, by this process.
func (s *Service) Follows(seat SeatID) bool { return s.open.now(seat) }

func (s *streams) now(seat SeatID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of[seat] > 0
}
