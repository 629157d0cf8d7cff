package draft_test

import (
	"testing"
	"time"

	"giaoban/internal/directive/draft"
	"giaoban/internal/text"
)

// dueOf drafts one request made on Monday, 4 May 2026, and returns its
// deadline ("" for none) and its recurrence.
func dueOf(t *testing.T, request string) (string, string) {
	t.Helper()
	got := draft.Extract(request, draft.Options{Day: text.Date{Year: 2026, Month: time.May, Day: 4}})
	if len(got) != 1 {
		t.Fatalf("%q gave %d drafts", request, len(got))
	}
	if got[0].Deadline == nil {
		return "", got[0].Recurrence
	}
	return got[0].Deadline.String(), got[0].Recurrence
}

func TestDeadline_InEveryWrittenForm(t *testing.T) {
	for _, c := range [][2]string{
		{"trước ngày 30/6/2026", "2026-06-30"},
		{"trước 30/6", "2026-06-30"},
		{"trước 30/4", "2027-04-30"},
		{"trước ngày 09.6.2026", "2026-06-09"},
		{"trước ngày 15-9-2026", "2026-09-15"},
		{"trước ngày 02 tháng 9 năm 2026", "2026-09-02"},
		{"chậm nhất là ngày 15 tháng 5", "2026-05-15"},
		{"chậm nhất vào ngày 10/5/2026", "2026-05-10"},
		{"xong trước 17 giờ ngày 11/9/2026", "2026-09-11"},
		{"hoàn thành trong tháng 6/2026", "2026-06-30"},
		{"trong tháng 2", "2027-02-28"},
		{"trong tháng này", "2026-05-31"},
		{"trong tháng tới", "2026-06-30"},
		{"trong quý II", "2026-06-30"},
		{"trong quý III năm 2026", "2026-09-30"},
		{"trong quý I/2027", "2027-03-31"},
		{"trong quý này", "2026-06-30"},
		{"trước quý III", "2026-06-30"},
		{"trước tháng 7", "2026-06-30"},
		{"hoàn thành trong năm 2026", "2026-12-31"},
		{"đến hết năm 2026", "2026-12-31"},
		{"trong 6 tháng đầu năm 2026", "2026-06-30"},
		{"trong tuần này", "2026-05-10"},
		{"trong tuần tới", "2026-05-17"},
		{"trước thứ Sáu", "2026-05-08"},
		{"trước thứ Hai tuần sau", "2026-05-11"},
		{"trong hôm nay", "2026-05-04"},
		{"ngay trong ngày mai", "2026-05-05"},
		{"trong vòng 10 ngày", "2026-05-14"},
		{"trong thời hạn 05 ngày làm việc", "2026-05-11"},
		{"trong vòng hai tuần", "2026-05-18"},
		{"trong 07 ngày kể từ ngày 10/5/2026", "2026-05-17"},
		{"trước ngày 20", "2026-05-20"},
		{"trước ngày 31/02", ""},
		{"từ ngày 01/10", ""},
		{"theo Nghị định số 30/2020/NĐ-CP", ""},
		{"tại kỳ họp giữa năm", ""},
		{"rà trước ngày 10/5, báo cáo trước ngày 15/5/2026", "2026-05-15"},
	} {
		limit, want := c[0], c[1]
		if got, _ := dueOf(t, "Giám đốc yêu cầu Phòng Kỹ thuật báo cáo tiến độ "+limit+"."); got != want {
			t.Errorf("%q is due %q, want %q", limit, got, want)
		}
	}
}

func TestDeadline_InEnglish(t *testing.T) {
	for limit, want := range map[string]string{
		"by 30 June 2026":                   "2026-06-30",
		"by June 30":                        "2026-06-30",
		"by June 30, 2026":                  "2026-06-30",
		"no later than 15 May":              "2026-05-15",
		"before 1st April":                  "2027-04-01",
		"by 2026-07-01":                     "2026-07-01",
		"by the end of July":                "2026-07-31",
		"by the end of the month":           "2026-05-31",
		"by the end of the quarter":         "2026-06-30",
		"within 30 days":                    "2026-06-03",
		"within five working days":          "2026-05-11",
		"by Friday":                         "2026-05-08",
		"by next Monday":                    "2026-05-11",
		"by close of business on Wednesday": "2026-05-06",
		"by tomorrow":                       "2026-05-05",
		"in the third quarter":              "2026-09-30",
		"at the next meeting":               "",
		"as soon as possible":               "",
	} {
		if got, _ := dueOf(t, "The Board asked the CFO to report on cash "+limit+"."); got != want {
			t.Errorf("%q is due %q, want %q", limit, got, want)
		}
	}
}

func TestDeadline_OfARecurringDayIsNoneAndTheDayStandsApart(t *testing.T) {
	for limit, want := range map[string]string{
		"trước ngày 25 hằng tháng":     "trước ngày 25 hằng tháng",
		"chậm nhất ngày 15 hằng tháng": "chậm nhất ngày 15 hằng tháng",
		"vào thứ Sáu hằng tuần":        "thứ Sáu hằng tuần",
		"trước 15 giờ hằng ngày":       "trước 15 giờ hằng ngày",
		"định kỳ hằng quý":             "định kỳ hằng quý",
		"vào ngày 5 hàng tháng":        "ngày 5 hàng tháng",
	} {
		if due, got := dueOf(t, "Giám đốc yêu cầu Phòng Kỹ thuật báo cáo tiến độ "+limit+"."); got != want || due != "" {
			t.Errorf("%q recurs %q and is due %q, want %q", limit, got, due, want)
		}
	}
	if due, got := dueOf(t, "The Board asked the CFO to report every month."); got != "every month" || due != "" {
		t.Errorf("recurs %q, due %q", got, due)
	}
}

func TestDeadline_InASentenceOfItsOwnIsTheDirectivesBefore(t *testing.T) {
	for _, limit := range []string{"Hoàn thành trước ngày 20/6/2026.", "Thời gian hoàn thành: 20/6/2026.", "Thời hạn: trước ngày 20/6.", "Xong trước 20/6/2026."} {
		if got, _ := dueOf(t, "Giao Phòng Kỹ thuật sửa lò số 2. "+limit); got != "2026-06-20" {
			t.Errorf("%q is due %q", limit, got)
		}
	}
}

func TestDeadline_WithoutADayIsReadAgainstTheTextsOwn(t *testing.T) {
	got := draft.Extract("Ngày 04/5/2026, Giám đốc chủ trì giao ban.\nGiám đốc yêu cầu Phòng Kỹ thuật báo cáo trước 30/6.", draft.Options{})
	if len(got) != 1 || got[0].Deadline == nil || got[0].Deadline.String() != "2026-06-30" {
		t.Errorf("got %+v", got)
	}
	got = draft.Extract("Giám đốc yêu cầu Phòng Kỹ thuật báo cáo trước 30/6.", draft.Options{})
	if len(got) != 1 || got[0].Deadline != nil {
		t.Errorf("a day without year was read against nothing: %+v", got)
	}
}
