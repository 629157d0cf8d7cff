package directive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/text"
)

// Service is the package's door.
type Service struct {
	db      *db.DB
	log     *event.Log
	clock   clock.Clock
	zone    *time.Location
	org     *org.Service
	meeting *meeting.Service
	report  *report.Service
	draft   Drafter
	base    string      // of links in calendar files, "" for none
	files   *blob.Store // nil: no evidence is taken
	sheets  Sheets
	read    func(file []byte) (string, error) // nil: no files are read
	noted   []func(ctx context.Context, by access.Actor, conference, kind string, data any)
}

// Needs is what the service works with.
type Needs struct {
	DB      *db.DB
	Log     *event.Log
	Clock   clock.Clock
	Zone    *time.Location // days are those of this zone
	Org     *org.Service
	Meeting *meeting.Service
	Report  *report.Service
	Draft   Drafter
}

// New returns the service.
func New(n Needs) *Service {
	return &Service{
		db: n.DB, log: n.Log, clock: n.Clock, zone: n.Zone,
		org: n.Org, meeting: n.Meeting, report: n.Report, draft: n.Draft,
	}
}

// OnNote has f told, after the commit, of what belongs into a conference's own
// log: "conclusion.saved" and "directive.issued". For the wiring, before the
// service is used.
func (s *Service) OnNote(f func(ctx context.Context, by access.Actor, conference, kind string, data any)) {
	s.noted = append(s.noted, f)
}

func (s *Service) note(ctx context.Context, by access.Actor, conference, kind string, data any) {
	for _, f := range s.noted {
		f(ctx, by, conference, kind, data)
	}
}

func (s *Service) today() text.Date { return text.DateOf(s.clock.Now().In(s.zone)) }

// Do carries out an act on an issued directive. rev is the revision that the
// caller has seen; below zero it does not matter.
func (s *Service) Do(ctx context.Context, by access.Actor, id string, a Act, in Input, rev int64) (Story, error) {
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		// Strangers are refused before they can learn of a revision.
		seen, err := loadDirective(ctx, tx, id)
		if err != nil {
			return s.hide(by, err)
		}
		if err := may(by, a, &seen); err != nil {
			return err
		}
		d, err := takeDirective(ctx, tx, id, rev)
		if err != nil {
			return err
		}
		if !by.Office() || a == ActProgress {
			in.UnitID = actsFor(by, &d)
		}
		in.Text = text.NFC(in.Text)
		step := Step{Act: a, UnitID: in.UnitID, Text: in.Text, Percent: in.Percent, Until: s.until(a, in, d), Corrected: d.corrects(in.Correct)}
		if err := d.Apply(a, in, s.clock.Now(), s.today()); err != nil {
			return err
		}
		if err := s.needsEvidence(ctx, tx, d, a, in); err != nil {
			return err
		}
		if a != ActProgress {
			step.Percent = d.Progress()
		}
		parts, err := loadParts(ctx, tx, id)
		if err != nil {
			return err
		}
		d.rollUp(parts) // what was handed on says more than an estimate
		if err := updateDirective(ctx, tx, d); err != nil {
			return err
		}
		if err := s.record(ctx, tx, by, d, step); err != nil {
			return err
		}
		return reportFiles(ctx, tx, by, id, in.FileIDs, d.Rev)
	})
	if err != nil {
		return Story{}, err
	}
	return s.Directive(ctx, by, id)
}

// needsEvidence refuses that a directive which is done only with evidence is
// reported done while no file was ever reported on it.
func (s *Service) needsEvidence(ctx context.Context, tx *db.Tx, d Directive, a Act, in Input) error {
	if a != ActDone || !d.Evidence || len(in.FileIDs) > 0 {
		return nil
	}
	files, err := loadFiles(ctx, tx, d.ID)
	if err != nil || len(files) > 0 {
		return err
	}
	return fault.Invalid("evidence_missing", "directive %s is done only with evidence", d.ID).
		WithFields(fault.Field{Name: "file_ids", Rule: "required"})
}

// until is the time limit that an act speaks of: the one asked for or granted.
func (s *Service) until(a Act, in Input, d Directive) *string {
	switch {
	case a == ActExtension:
		return dayOrNull(in.Until)
	case a == ActGrantExtension && d.Extension != nil:
		return dayOrNull(d.Extension.Until)
	}
	return nil
}

// hide keeps what does not exist and what may not be seen apart only for those
// who are signed in.
func (s *Service) hide(by access.Actor, err error) error {
	if denied := mayList(by); denied != nil {
		return denied
	}
	return err
}

var past = map[Act]string{
	ActIssue: "directive.issued", ActAcknowledge: "directive.acknowledged", ActProgress: "directive.progress",
	ActDone: "directive.reported_done", ActConfirm: "directive.confirmed", ActReturn: "directive.returned",
	ActExtension: "directive.extension_asked", ActGrantExtension: "directive.extension_granted",
	ActRefuseExtension: "directive.extension_refused", ActSuspend: "directive.suspended",
	ActResume: "directive.resumed", ActCancel: "directive.cancelled",
	ActRemind: "directive.reminded", ActCorrect: "directive.corrected",
	ActImport: "directive.imported", ActCarry: "directive.carried_over", ActGivePart: "directive.part_given",
	ActPartProgress: "directive.part_progress", ActPartDone: "directive.part_done", ActTakePartBack: "directive.part_taken_back",
	ActOccurrence: "directive.occurrence_done",
}

// record writes an act into the directive's history and the office's stream.
// The line's number is the directive's revision, which each act makes larger.
func (s *Service) record(ctx context.Context, tx *db.Tx, by access.Actor, d Directive, step Step) error {
	now, until := s.clock.Now(), ""
	if step.Until != nil {
		until = *step.Until
	}
	corrected := ""
	if len(step.Corrected) > 0 {
		b, err := json.Marshal(step.Corrected)
		if err != nil {
			return fmt.Errorf("record %s of directive %s: %w", step.Act, d.ID, err)
		}
		corrected = string(b)
	}
	_, err := tx.ExecContext(ctx, sqlInsertHistory, d.ID, d.Rev, clock.Micros(now), by.String(), by.Name,
		step.UnitID, step.Act, d.State, step.Percent, step.Text, until, step.ToUnitID, corrected)
	if err != nil {
		return fmt.Errorf("record %s of directive %s: %w", step.Act, d.ID, err)
	}
	_, err = s.log.Append(ctx, tx, event.Entry{
		Stream: event.Office, At: now, Kind: past[step.Act], Actor: by.String(),
		Audience: report.Audience(slices.Concat([]string{d.UnitID}, d.Coordinating, d.PartUnits)...),
		Data: event.Marshal(map[string]any{
			"directive_id": d.ID, "conference_id": d.ConferenceID, "unit_id": d.UnitID, "state": d.State,
		}),
	})
	return err
}
