package demo

import (
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/identity"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
)

// Password is that of every demo account unless another is given.
const Password = "giaoban-demo"

// person is somebody invented.
type person struct {
	login, name, title, unit string
	roles                    []access.Role
}

// office are the people at the hub.
var office = []person{
	{"quantri", "Hoàng Gia Phúc", "Quản trị hệ thống", "agency-vp", []access.Role{access.Admin}},
	{"vanhanh", "Đinh Quốc Bảo", "Chuyên viên kỹ thuật, Văn phòng Tỉnh ủy", "agency-vp", []access.Role{access.Operator}},
	{"chutri", "Trần Minh Khoa", "Bí thư Tỉnh ủy", hubUnit, []access.Role{access.Chair}},
	{"photri", "Võ Thị Thanh Nhàn", "Phó Bí thư Thường trực Tỉnh ủy", hubUnit, []access.Role{access.Chair}},
	{"thuky", "Lê Thị Thu Hà", "Phó Chánh Văn phòng Tỉnh ủy", "agency-vp", []access.Role{access.Secretary, access.Operator}},
}

// chair and coChairs chair every conference of the demo; the last is somebody
// without an account.
var (
	chair    = meeting.Chair{Name: office[2].name, Title: office[2].title, AccountID: meeting.Ref("demo-" + office[2].login)}
	coChairs = []meeting.Chair{
		{Name: office[3].name, Title: office[3].title, AccountID: meeting.Ref("demo-" + office[3].login)},
		{Name: "Rơ Châm Y Blưn", Title: "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh"},
	}
)

// names gives the sites' speakers; in the order of the sites.
var names = []string{
	"Trần Minh Khoa", "Nguyễn Hữu Tâm", "Phạm Ngọc Ánh", "Bùi Văn Thịnh", "Rơ Châm H’Yên", "Đinh Thị Mai Lan",
	"Ksor Y Thảo", "Nguyễn Văn Lộc", "Puih Hùng", "Lê Đức Trọng", "Đinh Văn Siêng", "Rơ Mah Luân",
	"Trương Thị Kim Oanh", "Võ Anh Tuấn", "Đặng Thị Bích Hà", "Nay H’Nan", "Hoàng Văn Định", "Siu Phương", "Kpă Thuyên",
}

// speaker is the invented head of the unit whose site has the number (from 1).
func speaker(number int, unit org.Unit) (name, title string) {
	name = names[(number-1)%len(names)]
	if unit.ID == hubUnit {
		return name, "Bí thư Tỉnh ủy, chủ trì hội nghị"
	}
	return name, "Bí thư " + unit.Name
}

// login is a unit's reporter's login: "kbang" for pc-kbang.
func login(unitID string) string {
	for _, p := range []string{"pc-", "agency-", "du-"} {
		if s, ok := strings.CutPrefix(unitID, p); ok {
			return s
		}
	}
	return unitID
}

// accounts are everybody who can sign in: the office, and for each reporting
// unit a reporter and a head; of the units below these, a reporter.
func accounts(units map[string]org.Unit, reporting []string) []identity.Account {
	var out []identity.Account
	for _, p := range office {
		a := identity.Account{ID: "demo-" + p.login, Login: p.login, Name: p.name, Title: p.title, UnitID: p.unit}
		for _, r := range p.roles {
			a.Grants = append(a.Grants, access.Grant{Role: r, UnitID: hubUnit})
		}
		out = append(out, a)
	}
	for i, id := range reporting {
		u := units[id]
		l := login(id)
		out = append(out,
			identity.Account{
				ID: "demo-" + l, Login: l, Name: names[(i+7)%len(names)], Title: "Chuyên viên tổng hợp", UnitID: id,
				Grants: []access.Grant{{Role: access.Reporter, UnitID: id}},
			},
			identity.Account{
				ID: "demo-" + l + "-truong", Login: l + ".truong", Name: names[(i+1)%len(names)], Title: "Bí thư " + u.Name, UnitID: id,
				Grants: []access.Grant{{Role: access.Head, UnitID: id}},
			})
	}
	for i, u := range below {
		l := login(u.ID)
		out = append(out, identity.Account{
			ID: "demo-" + l, Login: l, Name: names[(i+3)%len(names)], Title: "Văn phòng " + u.Name, UnitID: u.ID,
			Grants: []access.Grant{{Role: access.Reporter, UnitID: u.ID}},
		})
	}
	return out
}
