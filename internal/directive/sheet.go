package directive

import (
	"context"
	"io"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Sheets writes and reads spreadsheets: package xlsx, which stands above this
// one. A cell is a string, a number or, as a day, a time.Time.
type Sheets struct {
	Write func(w io.Writer, sheet string, widths []float64, rows [][]any) error
	Read  func(r io.Reader, limit int) ([][]string, error)
}

// UseSheets has lists written and read as spreadsheets. For the wiring, before
// the service is used.
func (s *Service) UseSheets(sheets Sheets) { s.sheets = sheets }

// maxExport is the longest list that is written as a spreadsheet.
const maxExport = 20_000

// words are a spreadsheet's in one language.
type sheetWords struct {
	sheet      string
	head       []any
	state      map[State]string
	timeliness map[Timeliness]string
}

var sheetIn = map[text.Lang]sheetWords{
	text.Vietnamese: {
		sheet: "Nhiệm vụ",
		head: []any{
			"STT", "Số văn bản", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Lĩnh vực", "Thời hạn", "Định kỳ",
			"Trạng thái", "Đánh giá thời hạn", "Tiến độ", "Ngày hoàn thành", "Hội nghị",
		},
		state: map[State]string{
			Issued: "Đã ban hành", Acknowledged: "Đã tiếp nhận", InProgress: "Đang thực hiện", ReportedDone: "Đã báo cáo hoàn thành",
			Returned: "Trả lại", Confirmed: "Hoàn thành", Suspended: "Tạm dừng", Cancelled: "Đã hủy",
		},
		timeliness: map[Timeliness]string{
			NoDeadline: "Không thời hạn", InTime: "Trong hạn", DueSoon: "Sắp đến hạn", Overdue: "Quá hạn", DoneLate: "Hoàn thành quá hạn",
			DoneInTime: "Hoàn thành trong hạn",
		},
	},
	text.English: {
		sheet: "Directives",
		head: []any{
			"No.", "Number", "Text", "Lead unit", "Coordinating units", "Work area", "Deadline", "Recurrence", "State",
			"Timeliness", "Progress", "Done on", "Conference",
		},
		state: map[State]string{
			Issued: "Issued", Acknowledged: "Acknowledged", InProgress: "In progress", ReportedDone: "Reported done",
			Returned: "Returned", Confirmed: "Done", Suspended: "Suspended", Cancelled: "Cancelled",
		},
		timeliness: map[Timeliness]string{
			NoDeadline: "No deadline", InTime: "In time", DueSoon: "Due soon", Overdue: "Overdue", DoneLate: "Done late",
			DoneInTime: "Done in time",
		},
	},
}

// Export writes the list that the filter leaves, as the caller may see it.
func (s *Service) Export(ctx context.Context, by access.Actor, f Filter, lang text.Lang, w io.Writer) error {
	if err := mayList(by); err != nil {
		return err
	}
	if s.sheets.Write == nil {
		return fault.Unavailable("files_off", "no spreadsheets")
	}
	p, err := s.Page(ctx, by, f, "", maxExport)
	if err != nil {
		return err
	}
	units, err := s.org.Units(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
		if lang == text.English && u.NameEn != "" {
			names[u.ID] = u.NameEn
		}
	}
	titles := map[string]string{}
	conferences, err := s.meeting.Conferences(ctx, by, "", "")
	if err != nil {
		return err
	}
	for _, c := range conferences {
		titles[c.ID] = c.Title
	}
	words := sheetIn[lang]
	rows := [][]any{words.head}
	for i, v := range p.Directives {
		var with []string
		for _, u := range v.Coordinating {
			with = append(with, names[u])
		}
		rows = append(rows, []any{
			i + 1, v.Number, v.Text, names[v.UnitID], strings.Join(with, "; "), v.WorkArea, dayCell(v.Deadline), v.Recurrence,
			words.state[v.State], words.timeliness[v.Timeliness], v.Percent, dayCell(v.DoneOn), titles[v.ConferenceID],
		})
	}
	return s.sheets.Write(w, words.sheet, []float64{6, 14, 60, 28, 28, 16, 12, 16, 18, 18, 9, 14, 30}, rows)
}

func dayCell(day *string) time.Time {
	var d text.Date
	if day == nil || d.UnmarshalText([]byte(*day)) != nil {
		return time.Time{}
	}
	return d.Time()
}
