package contribution_test

import (
	"testing"
	"time"

	"github.com/livekit/mediatransportutil/pkg/twcc"
	"github.com/pion/rtcp"
)

// A browser whose line bears ten packets a second of its picture is told ten
// times a second how they arrive, and of many packets no more often than that
// but at the ends of frames. See third_party/README.md.
func TestFeedback_ComesInTimeOnANarrowLine(t *testing.T) {
	for _, c := range []struct {
		name        string
		apart       time.Duration // between packets
		least, most int           // reports in four seconds
	}{
		{"ten packets a second", 100 * time.Millisecond, 38, 40},
		{"fifteen", 66 * time.Millisecond, 28, 32},
		{"two hundred", 5 * time.Millisecond, 38, 40},
	} {
		responder := twcc.NewTransportWideCCResponder()
		reports, told := 0, 0
		responder.OnFeedback(func(packets []rtcp.Packet) {
			reports++
			for _, p := range packets {
				told += int(p.(*rtcp.TransportLayerCC).PacketStatusCount)
			}
		})
		const span = 4 * time.Second
		sent := 0
		for at := time.Duration(0); at < span; at += c.apart {
			sent++
			responder.Push(1, uint16(sent), int64(time.Second+at), false)
		}
		if reports < c.least || reports > c.most {
			t.Errorf("%s: %d reports in %v, want %d to %d", c.name, reports, span, c.least, c.most)
		}
		if told < sent-21 || told > sent {
			t.Errorf("%s: %d of %d packets are told of", c.name, told, sent)
		}
	}
}

// Numbers that go back without end make no report that RTCP cannot carry:
// whoever sends them would else end the program.
func TestFeedback_NumbersThatGoBackMakeNoEndlessReport(t *testing.T) {
	responder := twcc.NewTransportWideCCResponder()
	reports := 0
	responder.OnFeedback(func(packets []rtcp.Packet) {
		for _, p := range packets {
			reports++
			if raw, err := p.Marshal(); err != nil || len(raw) > 8<<10 {
				t.Fatalf("report %d: %d bytes, %v", reports, len(raw), err)
			}
		}
	})
	at := int64(time.Second)
	for i := range 1 << 16 {
		at += int64(time.Millisecond)
		responder.Push(1, uint16(60_000-i), at, false)
	}
	for i := range 1000 { // and goes on with what is sent in order then
		at += int64(time.Millisecond)
		responder.Push(1, uint16(60_001+i), at, false)
	}
	if reports < 10 {
		t.Errorf("%d reports", reports)
	}
}
