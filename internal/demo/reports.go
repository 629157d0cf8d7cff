package demo

import (
	"fmt"

	"giaoban/internal/report"
	"giaoban/internal/text"
)

// catalogue is what the demo's units report on: five work areas and five
// indicators.
var catalogue = report.Catalogue{
	Areas: []report.Area{
		{ID: "xay-dung-dang", Name: "Xây dựng Đảng và hệ thống chính trị", NameEn: "Party building and the political system", Required: true},
		{ID: "kinh-te", Name: "Phát triển kinh tế", NameEn: "Economic development", Required: true},
		{ID: "van-hoa-xa-hoi", Name: "Văn hóa – xã hội", NameEn: "Culture and society", Required: true},
		{ID: "quoc-phong", Name: "Quốc phòng – an ninh", NameEn: "Defence and security", Required: true},
		{ID: "kho-khan", Name: "Khó khăn, kiến nghị", NameEn: "Difficulties and proposals"},
	},
	Indicators: []report.Indicator{
		{ID: "thu-ngan-sach", Name: "Thu ngân sách trên địa bàn", NameEn: "Local budget revenue", Measure: "tỷ đồng", MeasureEn: "billion VND", Decimals: 1},
		{ID: "giai-ngan", Name: "Giải ngân vốn đầu tư công", NameEn: "Public investment disbursed", Measure: "tỷ đồng", MeasureEn: "billion VND", Decimals: 1},
		{ID: "nha-tam", Name: "Xóa nhà tạm, nhà dột nát", NameEn: "Makeshift houses replaced", Measure: "căn", MeasureEn: "houses", Decimals: 0},
		{ID: "ket-nap", Name: "Kết nạp đảng viên mới", NameEn: "New Party members", Measure: "người", MeasureEn: "people", Decimals: 0},
		{ID: "trong-rung", Name: "Trồng rừng tập trung", NameEn: "Forest planted", Measure: "ha", MeasureEn: "ha", Decimals: 1},
	},
}

// phrases vary the texts, so that no two reports of the demo read alike.
var phrases = map[string][]string{
	"xay-dung-dang": {
		"Hoàn thành sinh hoạt chuyên đề quý tại %d/%d chi bộ; đã kiểm tra 4 tổ chức đảng theo kế hoạch.",
		"Tổ chức xong đại hội điểm ở cơ sở; bồi dưỡng lý luận cho %d lượt cán bộ tại %d lớp.",
		"Rà soát, bổ sung quy hoạch cán bộ nhiệm kỳ mới; đối thoại với nhân dân %d cuộc ở %d xã, phường.",
	},
	"kinh-te": {
		"Gieo trồng vụ Đông Xuân đạt %d ha; có thêm %d hợp tác xã liên kết tiêu thụ cà phê, hồ tiêu.",
		"Cấp mới giấy đăng ký cho %d doanh nghiệp; bàn giao mặt bằng %d công trình giao thông.",
		"Chuyển đổi %d ha cây trồng kém hiệu quả; công nhận thêm %d sản phẩm OCOP.",
	},
	"van-hoa-xa-hoi": {
		"Khám, cấp thuốc cho %d lượt người; %d trường giữ vững chuẩn quốc gia.",
		"Đào tạo nghề cho %d lao động nông thôn; tổ chức %d ngày hội văn hóa cồng chiêng.",
		"Cấp thẻ bảo hiểm y tế cho %d người đồng bào thiểu số; hỗ trợ %d hộ thoát nghèo.",
	},
	"quoc-phong": {
		"Giữ vững an ninh nông thôn; giải quyết %d tin báo, hòa giải %d vụ việc ngay từ thôn, làng.",
		"Hoàn thành huấn luyện dân quân cho %d lượt người; diễn tập phòng thủ ở %d xã.",
		"Xử lý %d trường hợp vi phạm trật tự giao thông; ra mắt %d mô hình tự quản.",
	},
	"kho-khan": {
		"Thiếu %d phòng học ở vùng xa; đề xuất sớm phân bổ vốn cho %d công trình nước sạch.",
		"Giá phân bón tăng; còn %d hộ chưa có đất ở, kiến nghị bố trí %d khu tái định cư.",
		"Thiếu %d cán bộ y tế cơ sở; %d dự án chậm do vướng giải phóng mặt bằng.",
	},
}

// content is the report of the n-th unit; share is how much of its plan it has met.
func content(n int, share float64) report.Content {
	var c report.Content
	for i, a := range catalogue.Areas {
		options := phrases[a.ID]
		line := fmt.Sprintf(options[(n+i)%len(options)], 24+(n*37+i*11)%180, 3+(n*5+i*3)%17)
		c.Areas = append(c.Areas, report.AreaText{AreaID: a.ID, Text: line})
	}
	plans := []float64{180, 96, 120, 85, 340}
	for i, ind := range catalogue.Indicators {
		plan := plans[i] * (0.6 + float64((n*13+i*7)%9)/10)
		met := share + float64((n*17+i*29)%31-15)/100
		c.Indicators = append(c.Indicators, report.Value{
			IndicatorID: ind.ID, Plan: text.FormatNumber(plan, ind.Decimals, "vi"), Actual: text.FormatNumber(plan*met, ind.Decimals, "vi"),
		})
	}
	return c
}
