package app_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/meeting"
	"giaoban/internal/programme"
)

// as sends a request as one of the matrix's callers.
func (m *matrix) as(t *testing.T, name, method, path, part string) *httptest.ResponseRecorder {
	t.Helper()
	i := slices.IndexFunc(m.callers, func(c caller) bool { return c.name == name })
	req := httptest.NewRequestWithContext(t.Context(), method, "/api/conferences/"+m.ids["conference"]+path, nil)
	req.AddCookie(m.callers[i].cookie)
	if part != "" {
		req.Header.Set("Range", part)
	}
	w := httptest.NewRecorder()
	m.app.Handler().ServeHTTP(w, req)
	return w
}

func (m *matrix) recordings(t *testing.T, method, path string) (out app.Recordings) {
	t.Helper()
	w := m.as(t, "operator", method, path, "")
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// speak writes two seconds of a programme: pictures with a key frame first,
// and a voice.
func speak(to programme.Sink, from time.Time, mark string) {
	for i := range 60 {
		at, first := from.Add(time.Duration(i)*33*time.Millisecond), byte(1)
		if i == 0 {
			first = 0
		}
		head := []byte{0x10, first, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2} // RFC 7741 section 4.2, RFC 6386 section 9.1
		to.Write(&programme.Packet{
			Stream: programme.VideoStream(programme.Floor, 2), Number: uint64(at.UnixMilli()), Timestamp: uint32(at.UnixMilli() * 90),
			Marker: true, Key: i == 0, Site: "site-kbang", At: at, Payload: append(head, mark...),
		})
		to.Write(&programme.Packet{
			Stream: programme.AudioStream(0), Codec: programme.Opus, Number: uint64(at.UnixMilli()), Timestamp: uint32(at.UnixMilli() * 48),
			Site: "site-kbang", At: at, Payload: []byte{0x78, 1, 2, 3},
		})
	}
}

func TestRecording_LeavesOutAMarkedItemAndNamesItemsAndSpeakers(t *testing.T) {
	m := newMatrix(t)
	conf, now := m.ids["conference"], m.app.Clock.Now()
	operator := access.Actor{Kind: access.Account, AccountID: "o", Grants: []access.Grant{{Role: access.Operator, UnitID: "tinh-uy"}}}
	to, asked := m.app.Produce(conf)

	l, err := m.app.Live.InsertItem(t.Context(), operator, conf, meeting.AgendaItem{
		ID: "inner", Title: "Công tác cán bộ", Kind: meeting.Other, Minutes: 5, Mark: meeting.Internal,
	}, m.ids["item"])
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(l.Agenda.Items, func(it meeting.AgendaItem) bool { return it.Title == "Công tác cán bộ" })
	marked := l.Agenda.Items[i].ID
	goTo := func(item string) {
		t.Helper()
		if _, err := m.app.Live.GoToItem(t.Context(), operator, conf, item); err != nil {
			t.Fatal(err)
		}
	}
	goTo(m.ids["item"])
	if out := m.recordings(t, http.MethodPost, "/recording"); !out.On || len(out.List) != 1 || !out.List[0].On || asked() == 0 {
		t.Fatalf("not on, or no key frame asked for: %+v", out)
	}
	speak(to, now, "everybody hears")
	goTo(marked)
	if out := m.recordings(t, http.MethodGet, "/recordings"); !out.On || !out.Paused {
		t.Fatalf("not paused for a marked item: %+v", out)
	}
	w := m.as(t, "operator", http.MethodPost, "/recording", "")
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "item_not_recordable") {
		t.Fatalf("begun on a marked item: %d %s", w.Code, w.Body)
	}
	speak(to, now.Add(3*time.Second), "nobody else hears")
	goTo(m.ids["item"])
	speak(to, now.Add(6*time.Second), "everybody hears again")
	if out := m.recordings(t, http.MethodDelete, "/recording"); out.On || len(out.List) != 1 {
		t.Fatalf("still on: %+v", out)
	}

	for _, name := range []string{"reporter", "site", "head"} {
		if w := m.as(t, name, http.MethodGet, "/recordings/1", ""); w.Code == http.StatusOK {
			t.Errorf("%s plays it", name)
		}
	}
	file := m.as(t, "secretary", http.MethodGet, "/recordings/1", "").Body.Bytes()
	l, err = m.app.Live.Live(t.Context(), operator, conf)
	if err != nil {
		t.Fatal(err)
	}
	item := l.Agenda.Items[slices.IndexFunc(l.Agenda.Items, func(it meeting.AgendaItem) bool { return it.ID == m.ids["item"] })]
	for text, in := range map[string]bool{
		"\x1a\x45\xdf\xa3": true, "everybody hears": true, "everybody hears again": true, "nobody else hears": false,
		item.Title: true, "Công tác cán bộ": false, l.Programme.LowerThird.Name: true,
	} {
		if bytes.Contains(file, []byte(text)) != in {
			t.Errorf("%q in the file: %t", text, !in)
		}
	}
	if part := m.as(t, "secretary", http.MethodGet, "/recordings/1", "bytes=0-3"); part.Code != http.StatusPartialContent || part.Body.Len() != 4 {
		t.Errorf("a part: %d, %d bytes", part.Code, part.Body.Len())
	}
	log, err := m.app.Live.Log(t.Context(), operator, conf, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range log {
		if strings.HasPrefix(e.Kind, "recording.st") {
			kinds = append(kinds, e.Kind)
		}
	}
	if !slices.Equal(kinds, []string{"recording.started", "recording.stopped"}) {
		t.Errorf("in the log: %v", kinds)
	}
}

func TestRecording_OperatorPausesItAndGoesOn(t *testing.T) {
	m := newMatrix(t)
	conf, now := m.ids["conference"], m.app.Clock.Now()
	to, _ := m.app.Produce(conf)
	if w := m.as(t, "operator", http.MethodPost, "/recording/pause", ""); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "not_recording") {
		t.Fatalf("paused what is not on: %d %s", w.Code, w.Body)
	}
	m.recordings(t, http.MethodPost, "/recording")
	speak(to, now, "for the record")
	if out := m.recordings(t, http.MethodPost, "/recording/pause"); !out.On || !out.Paused || !out.Held {
		t.Fatalf("not paused: %+v", out)
	}
	speak(to, now.Add(3*time.Second), "between us")
	if out := m.recordings(t, http.MethodPost, "/recording/resume"); !out.On || out.Paused || out.Held {
		t.Fatalf("still paused: %+v", out)
	}
	speak(to, now.Add(6*time.Second), "for the record again")
	out := m.recordings(t, http.MethodDelete, "/recording")
	if len(out.List) != 1 || out.List[0].LengthMs < 3000 || out.List[0].Chapters == 0 {
		t.Fatalf("%+v", out.List)
	}
	w := m.as(t, "secretary", http.MethodGet, "/recordings/1?download=true", "")
	for text, in := range map[string]bool{"for the record": true, "for the record again": true, "between us": false} {
		if bytes.Contains(w.Body.Bytes(), []byte(text)) != in {
			t.Errorf("%q in the file: %t", text, !in)
		}
	}
	if how := w.Header().Get("Content-Disposition"); how != `attachment; filename="`+conf+`-1.webm"` {
		t.Errorf("downloaded as %q", how)
	}
	var c app.Contents
	w = m.as(t, "chair", http.MethodGet, "/recordings/1/contents", "")
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || len(c.Chapters) != out.List[0].Chapters || c.LengthMs != out.List[0].LengthMs {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if kinds := m.recordingLog(t); !slices.Equal(kinds, []string{"recording.started", "recording.paused", "recording.resumed", "recording.stopped"}) {
		t.Errorf("in the log: %v", kinds)
	}
}

func (m *matrix) recordingLog(t *testing.T) (kinds []string) {
	t.Helper()
	operator := access.Actor{Kind: access.Account, AccountID: "o", Grants: []access.Grant{{Role: access.Operator, UnitID: "tinh-uy"}}}
	log, err := m.app.Live.Log(t.Context(), operator, m.ids["conference"], 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log {
		if strings.HasPrefix(e.Kind, "recording.") {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

func TestRecording_IsRemovedWhenItsTimeIsOverAndTheLogSaysSo(t *testing.T) {
	m := newMatrix(t)
	conf := m.ids["conference"]
	to, _ := m.app.Produce(conf)
	for range 2 {
		m.recordings(t, http.MethodPost, "/recording")
		speak(to, m.app.Clock.Now(), "x")
		m.recordings(t, http.MethodDelete, "/recording")
	}
	old := m.app.Clock.Now().Add(-31 * 24 * time.Hour)
	if err := os.Chtimes(m.app.RecordingPath(conf, 1), old, old); err != nil {
		t.Fatal(err)
	}
	m.app.SweepRecordings(t.Context(), 0)
	if out := m.recordings(t, http.MethodGet, "/recordings"); len(out.List) != 2 {
		t.Fatalf("removed without a time to keep: %+v", out.List)
	}
	m.app.SweepRecordings(t.Context(), 30*24*time.Hour)
	out := m.recordings(t, http.MethodGet, "/recordings")
	if len(out.List) != 1 || out.List[0].Number != 2 {
		t.Fatalf("%+v", out.List)
	}
	if until := out.List[0].KeptUntil.Time; until.Before(m.app.Clock.Now().Add(29 * 24 * time.Hour)) {
		t.Errorf("kept until %v", until)
	}
	if w := m.as(t, "operator", http.MethodDelete, "/recordings/2", ""); w.Code != http.StatusForbidden {
		t.Errorf("the operator removes one: %d", w.Code)
	}
	if w := m.as(t, "secretary", http.MethodDelete, "/recordings/2", ""); w.Code != http.StatusOK {
		t.Errorf("the secretary removes none: %d %s", w.Code, w.Body)
	}
	kinds := m.recordingLog(t)
	if n := len(kinds); n != 6 || kinds[4] != "recording.removed" || kinds[5] != "recording.removed" {
		t.Errorf("in the log: %v", kinds)
	}
}

func TestRecording_CrashLeavesItFinishedAndAnotherGoesOn(t *testing.T) {
	m := newMatrix(t)
	conf, now := m.ids["conference"], m.app.Clock.Now()
	to, _ := m.app.Produce(conf)
	m.recordings(t, http.MethodPost, "/recording")
	speak(to, now, "before the crash")
	speak(to, now.Add(3*time.Second), "the last words")
	m.app.CrashRecordings(t, conf)
	died := m.app.Clock.Now().Add(-5 * time.Minute).UTC().Truncate(time.Second)
	if err := os.Chtimes(m.app.RecordingPath(conf, 1), died, died); err != nil {
		t.Fatal(err)
	}
	m.app.ReviveRecordings(t.Context())
	out := m.recordings(t, http.MethodGet, "/recordings")
	if len(out.List) != 2 || out.List[0].LengthMs < 3000 || out.List[0].On || !out.List[1].On {
		t.Fatalf("%+v", out.List)
	}
	if ended := out.List[0].EndedAt; !ended.Equal(died) {
		t.Errorf("it ended %v by the list, the program died %v", ended, died)
	}
	if kinds := m.recordingLog(t); !slices.Equal(kinds, []string{"recording.started", "recording.stopped", "recording.started"}) {
		t.Errorf("in the log: %v", kinds)
	}
}

func TestRecording_PausedByTheOperatorStaysPausedAfterACrash(t *testing.T) {
	m := newMatrix(t)
	conf, now := m.ids["conference"], m.app.Clock.Now()
	to, _ := m.app.Produce(conf)
	m.recordings(t, http.MethodPost, "/recording")
	speak(to, now, "for the record")
	m.recordings(t, http.MethodPost, "/recording/pause")
	for range 2 { // the second crash finds what the first left
		m.app.CrashRecordings(t, conf)
		m.app.ReviveRecordings(t.Context())
		if out := m.recordings(t, http.MethodGet, "/recordings"); !out.On || !out.Paused || !out.Held {
			t.Fatalf("%+v", out)
		}
	}
	speak(to, now.Add(3*time.Second), "between us")
	m.recordings(t, http.MethodPost, "/recording/resume")
	speak(to, now.Add(6*time.Second), "for the record again")
	m.recordings(t, http.MethodDelete, "/recording")
	w := m.as(t, "secretary", http.MethodGet, "/recordings/3?download=true", "")
	for text, in := range map[string]bool{"for the record again": true, "between us": false} {
		if bytes.Contains(w.Body.Bytes(), []byte(text)) != in {
			t.Errorf("%q in the file: %t", text, !in)
		}
	}
	want := []string{
		"recording.started", "recording.paused", "recording.stopped", "recording.started", "recording.paused",
		"recording.stopped", "recording.started", "recording.paused", "recording.resumed", "recording.stopped",
	}
	if kinds := m.recordingLog(t); !slices.Equal(kinds, want) {
		t.Errorf("in the log: %v", kinds)
	}
}

func TestRecording_ThatWaitsAfterACrashObeysTheOperator(t *testing.T) {
	m := newMatrix(t)
	conf := m.ids["conference"]
	to, _ := m.app.Produce(conf)
	crash := func() {
		t.Helper()
		m.recordings(t, http.MethodPost, "/recording")
		speak(to, m.app.Clock.Now(), "x")
		m.app.CrashRecordings(t, conf)
		m.app.LeftRecordings(t.Context())(t.Context())
		if out := m.recordings(t, http.MethodGet, "/recordings"); !out.On || !out.Paused || !out.Waiting || out.Held {
			t.Fatalf("one that waits: %+v", out)
		}
	}
	crash()
	if out := m.recordings(t, http.MethodDelete, "/recording"); out.On {
		t.Fatalf("not stopped: %+v", out)
	}
	m.app.GoOnRecording(t.Context())
	if out := m.recordings(t, http.MethodGet, "/recordings"); out.On || len(out.List) != 1 {
		t.Fatalf("went on though it was stopped: %+v", out)
	}

	m.recordings(t, http.MethodPost, "/recording")
	speak(to, m.app.Clock.Now(), "x")
	m.app.CrashRecordings(t, conf)
	finish := m.app.LeftRecordings(t.Context())
	m.recordings(t, http.MethodDelete, "/recording") // before its file is finished
	m.app.GoOnRecording(t.Context())
	again := m.app.LeftRecordings(t.Context()) // as after another crash
	for range 2 {
		finish(t.Context())
		again(t.Context())
		m.app.GoOnRecording(t.Context())
	}
	if out := m.recordings(t, http.MethodGet, "/recordings"); out.On || len(out.List) != 2 {
		t.Fatalf("went on though it was stopped at once: %+v", out)
	}

	crash()
	if out := m.recordings(t, http.MethodPost, "/recording/pause"); !out.Held {
		t.Fatalf("not paused: %+v", out)
	}
	m.app.GoOnRecording(t.Context())
	if out := m.recordings(t, http.MethodGet, "/recordings"); !out.On || !out.Held {
		t.Fatalf("went on though it was paused: %+v", out)
	}
	m.recordings(t, http.MethodDelete, "/recording")

	crash()
	if out := m.recordings(t, http.MethodPost, "/recording"); !out.On || out.Paused {
		t.Fatalf("not begun by hand: %+v", out)
	}
	m.app.GoOnRecording(t.Context())
	if out := m.recordings(t, http.MethodGet, "/recordings"); len(out.List) != 6 {
		t.Errorf("%d recordings, the one begun by hand is the sixth", len(out.List))
	}
}

func TestRecording_OfAnotherProcessIsLeftAloneUntilItHasDied(t *testing.T) {
	m := newMatrix(t)
	conf, now := m.ids["conference"], m.app.Clock.Now()
	to, _ := m.app.Produce(conf)
	m.recordings(t, http.MethodPost, "/recording")
	speak(to, now, "over there")
	speak(to, now.Add(3*time.Second), "and dies")
	m.app.CrashRecordings(t, conf)
	if n := m.app.ReviveAbandoned(t.Context()); n != 0 {
		t.Fatalf("%d files taken that were written just now", n)
	}
	then := m.app.Clock.Now().Add(-time.Minute)
	if err := os.Chtimes(m.app.RecordingPath(conf, 1), then, then); err != nil {
		t.Fatal(err)
	}
	if n := m.app.ReviveAbandoned(t.Context()); n != 1 {
		t.Fatalf("%d files taken, one was abandoned", n)
	}
	if out := m.recordings(t, http.MethodGet, "/recordings"); len(out.List) != 2 || out.List[0].LengthMs < 3000 || !out.List[1].On {
		t.Fatalf("%+v", out.List)
	}
}
