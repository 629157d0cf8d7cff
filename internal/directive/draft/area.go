package draft

import (
	"strings"

	"giaoban/internal/text"
)

// areas are the usual fields of work with the words that tell them, folded.
// The first field with the most words in a piece is its field.
var areas = []struct {
	id    string
	words []string
}{
	{"xay-dung-dang", []string{"xay dung dang", "sinh hoat chi bo", "ket nap dang", "phat trien dang vien", "to chuc dang", "nghi quyet"}},
	{"chinh-tri-tu-tuong", []string{"chinh tri tu tuong", "chinh tri, tu tuong", "tinh hinh tu tuong", "quan triet"}},
	{"hoc-tap-bac", []string{"phong cach ho chi minh", "hoc tap va lam theo"}},
	{"to-chuc-can-bo", []string{"nhan su", "quy hoach can bo", "cong tac can bo", "luan chuyen", "bien che", "vi tri viec lam", "staffing", "recruit"}},
	{"kiem-tra-giam-sat", []string{"kiem tra, giam sat", "ky luat dang", "dau hieu vi pham", "kiem tra viec", "thanh tra", "audit"}},
	{"phong-chong-tham-nhung", []string{"tham nhung", "tieu cuc", "lang phi"}},
	{"doi-ngoai", []string{"doi ngoai", "hop tac quoc te"}},
	{"dan-van", []string{"dan van", "doi thoai voi"}},
	{"du-luan", []string{"du luan", "tuyen truyen", "dua tin", "truyen thong", "bao chi"}},
	{"dai-hoi-dang", []string{"dai hoi dang", "dai hoi dai bieu"}},
	{"to-chuc-bo-may", []string{"to chuc bo may", "tinh gon", "sap nhap", "sap xep to chuc"}},
	{"trach-nhiem-nguoi-dung-dau", []string{"tinh than trach nhiem", "nguoi dung dau"}},
	{"chi-tieu-nhiem-vu", []string{"chi tieu, nhiem vu", "cac chi tieu", "nhiem vu trong tam"}},
	{"ctmtqg", []string{"chuong trinh muc tieu quoc gia", "nong thon moi"}},
	{"dau-tu-cong", []string{"dau tu cong", "giai ngan", "xay dung co ban", "nha thau", "thi cong", "mat bang"}},
	{"tai-chinh", []string{"ngan sach", "quyet toan", "cong no", "tai chinh", "dong tien", "budget", "invoice", "thu no", "no dong"}},
	{"nong-nghiep", []string{"cay trong", "vat nuoi", "nong nghiep", "han han", "lua vu", "gieo trong"}},
	{"phong-chay", []string{"chay rung", "phong chay", "chong chay", "chua chay"}},
	{"thien-tai", []string{"bao so", "sat lo", "so tan", "tau thuyen", "thien tai", "ngap lut"}},
	{"dat-dai", []string{"su dung dat", "giao dat", "dat dai"}},
	{"moi-truong", []string{"moi truong", "de rac", "rac thai", "o nhiem"}},
	{"giao-duc", []string{"nam hoc", "hoc sinh", "giao vien", "ky thi", "tuyen sinh", "hoc phan", "timetable", "hoc ky"}},
	{"y-te", []string{"benh vien", "nguoi benh", "dich benh", "thuoc", "cap cuu", "ward", "patient", "benh an", "y te"}},
	{"tre-em", []string{"tre em", "cho tre", "thieu nhi"}},
	{"van-hoa-du-lich", []string{"van hoa", "du lich", "le hoi"}},
	{"an-sinh-xa-hoi", []string{"an sinh xa hoi", "nha tam", "nguoi ngheo", "vui xuan", "don tet", "bao hiem"}},
	{"quoc-phong-an-ninh", []string{"quoc phong", "an ninh", "trat tu", "dien tap", "san sang chien dau", "toi pham", "tuyen quan"}},
	{"bien-gioi", []string{"bien gioi", "vuot bien", "cua khau"}},
	{"giao-thong", []string{"giao thong", "phan luong", "tai nan"}},
	{"khieu-nai", []string{"khieu nai", "khieu kien", "don thu", "to cao"}},
	{"chuyen-doi-so", []string{"chuyen doi so", "so hoa", "du lieu", "phan mem", "cong nghe thong tin", "database"}},
	{"cai-cach-hanh-chinh", []string{"cai cach hanh chinh", "thu tuc hanh chinh", "thu tuc", "ho so tre han"}},
	{"doanh-nghiep", []string{"doanh nghiep", "san xuat kinh doanh", "khach hang", "customer"}},
	{"phoi-hop", []string{"quy che phoi hop"}},
	{"kinh-te-xa-hoi", []string{"kinh te", "tang truong", "xa hoi"}},
}

// workArea returns the id of the field of work that a piece speaks of, or "".
func workArea(s string) string {
	folded := strings.NewReplacer("–", "-", " - ", " ").Replace(text.Fold(s))
	best, most := "", 0
	for _, a := range areas {
		n := 0
		for _, w := range a.words {
			if strings.Contains(folded, w) {
				n++
			}
		}
		if n > most {
			best, most = a.id, n
		}
	}
	return best
}

var (
	urgentWords = []string{"khẩn trương", "hỏa tốc", "ngay lập tức", "ngay trong", "triển khai ngay", "thực hiện ngay", "trước mắt", "gấp", "khẩn cấp", "urgently", "immediately", "immediate effect", "at once", "as a matter of urgency", "asap"}
	promptWords = []string{"sớm", "kịp thời", "nhanh chóng", "đẩy nhanh", "quyết liệt", "dứt điểm", "promptly", "as soon as possible", "quickly", "without delay"}
)

func urgency(s string) Urgency {
	lower := strings.ToLower(s)
	switch {
	case containsAny(lower, urgentWords):
		return Urgent
	case containsAny(lower, promptWords):
		return Prompt
	}
	return Routine
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
