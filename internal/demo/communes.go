package demo

import (
	"fmt"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/org"
)

// Most sites that a demo can have, and how many it has unless asked.
const (
	MaxSites     = 150
	DefaultSites = 19
)

// communes are rural communes of the reference province, by district: the
// names are facts of 2024. They make the sites of a large conference.
var communes = []struct{ district, names string }{
	{"pc-pleiku", "Biển Hồ, Tân Sơn, Trà Đa, Chư Á, An Phú, Diên Phú, Ia Kênh, Gào"},
	{"pc-kbang", "Đông, Nghĩa An, Tơ Tung, Lơ Ku, Krong, Sơ Pai, Sơn Lang, Đăk Rong, Kon Pne, Đăk Smar, Đăk Hlơ, Kông Bờ La, Kông Lơng Khơng"},
	{"pc-dak-doa", "Nam Yang, Tân Bình, A Dơk, Glar, Hà Bầu, Hải Yang, H’Neng, Hnol, Hà Đông, Ia Băng, Ia Dơk, Ia Pết, K’Dang, Kon Gang, Trang"},
	{"pc-chu-pah", "Nghĩa Hòa, Nghĩa Hưng, Hòa Phú, Ia Khươl, Ia Phí, Ia Kreng, Ia Mơ Nông, Ia Ka, Ia Nhin, Chư Đang Ya, Hà Tây, Đăk Tơ Ver"},
	{"pc-ia-grai", "Ia Sao, Ia Yok, Ia Hrung, Ia Bă, Ia Tô, Ia O, Ia Krăi, Ia Khai, Ia Grăng, Ia Dêr, Ia Chía, Ia Pếch"},
	{"pc-mang-yang", "Ayun, Hra, Đăk Yă, Đăk Djrăng, Lơ Pang, Kon Thụp, Đê Ar, Kon Chiêng, Đăk Trôi, Đăk Jơ Ta, Đăk Ta Ley"},
	{"pc-duc-co", "Ia Krêl, Ia Din, Ia Kla, Ia Dom, Ia Lang, Ia Kriêng, Ia Pnôn, Ia Nan"},
	{"pc-chu-prong", "Bình Giáo, Bàu Cạn, Thăng Hưng, Ia Drăng, Ia Phìn, Ia Tôr, Ia Boòng, Ia Púch, Ia Me, Ia Vê, Ia Pia, Ia Bang, Ia Ga, Ia Lâu, Ia Piơr, Ia Mơr"},
	{"pc-chu-se", "Ia Tiêm, Chư Pơng, Bar Măih, Bờ Ngoong, Ia Glai, AlBá, Kông HTốk, HBông, Ia Blang, Ia Pal, Ia HLốp, Ia Ko, Dun"},
	{"pc-krong-pa", "Ia RMok, Ia RSai, Ia RSươm, Ia Mlăh, Ia DReh, Ia HDreh, Chư Rcăm, Chư Gu, Chư Ngọc, Chư Drăng, Đất Bằng, Uar, Phú Cần, Krông Năng"},
	{"pc-phu-thien", "Ia Peng, Ia Piar, Ia Yeng, Ia Sol, Ia Ake, Ia Hiao, Chrôh Pơnan, Ayun Hạ, Chư A Thai"},
}

// widen adds communes to the organisation until it has so many sites, each
// with a unit below its district's.
func widen(t *org.Tree, sites int) error {
	if sites == 0 {
		sites = DefaultSites
	}
	if sites < DefaultSites || sites > MaxSites {
		return fault.Invalid("demo_sites", "--sites is between %d and %d, not %d", DefaultSites, MaxSites, sites)
	}
	for _, d := range communes {
		for n, name := range strings.Split(d.names, ", ") {
			if len(t.Sites) == sites {
				return nil
			}
			id := fmt.Sprintf("%s-xa-%d", strings.TrimPrefix(d.district, "pc-"), n+1)
			t.Units = append(t.Units, org.Unit{
				ID: "pc-" + id, ParentID: d.district, Kind: "commune_party_committee", ValidFrom: begun,
				Name: "Đảng ủy xã " + name, NameEn: name + " Commune Party Committee", Short: "xã " + name,
			})
			t.Sites = append(t.Sites, org.Site{
				ID: "site-" + id, UnitID: "pc-" + id, Number: len(t.Sites) + 1,
				Name: "Đảng ủy xã " + name, NameEn: name + " Commune Party Committee",
			})
		}
	}
	return nil
}
