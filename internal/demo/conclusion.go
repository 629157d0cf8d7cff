package demo

import (
	"fmt"
	"time"

	"giaoban/internal/text"
)

// olderConclusion and lastConclusion are what the chair of the last conference
// but one and of the last concluded, on the day given. Invented, like
// everything said in the demo.
func olderConclusion(day time.Time) string {
	in := func(days int) string { return text.Day(day.AddDate(0, 0, days)) }
	return fmt.Sprintf(`Kết luận hội nghị, đồng chí chủ trì đánh giá các đơn vị đã chủ động ngay từ đầu năm; một số nơi giải ngân còn chậm.

Đề nghị Ban Tuyên giáo Tỉnh ủy hướng dẫn tuyên truyền đại hội đảng các cấp trước %s.

Giao Ban Nội chính Tỉnh ủy chủ trì, phối hợp với Đảng ủy Công an tỉnh rà soát các vụ khiếu nại kéo dài trước %s.

Yêu cầu các huyện ủy, thị ủy, thành ủy giải ngân tối thiểu 60%% vốn đầu tư công trước %s.

Giao Văn phòng Tỉnh ủy hoàn thiện hệ thống họp trực tuyến đến cấp xã trước %s.

Đề nghị Sở Kế hoạch và Đầu tư công bố danh mục dự án chậm tiến độ trước %s. Yêu cầu Sở Tài chính thẩm định xong quyết toán các công trình tồn đọng trước %s.

Giao Huyện ủy Chư Prông, Huyện ủy Đức Cơ bố trí đất ở cho các hộ di dời vùng biên trước %s.

Đề nghị Sở Y tế bổ sung bác sĩ cho các trạm y tế vùng xa trước %s. Đề nghị Sở Giáo dục và Đào tạo tuyển đủ giáo viên mầm non trước %s.

Yêu cầu Thành ủy Pleiku lập lại trật tự đô thị tại các tuyến trung tâm trước %s.

Giao Đảng ủy Công an tỉnh báo cáo tình hình an ninh nông thôn trước ngày 25 hằng tháng.
`, in(25), in(60), in(80), in(70), in(30), in(75), in(120), in(50), in(95), in(40))
}

func lastConclusion(day time.Time) string {
	in := func(days int) string { return text.Day(day.AddDate(0, 0, days)) }
	return fmt.Sprintf(`Phát biểu kết luận, đồng chí chủ trì ghi nhận nỗ lực của các đơn vị trong quý.

Đề nghị Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Ban Tuyên giáo Tỉnh ủy hoàn thành hướng dẫn đại hội chi bộ trước %s.

Giao Ủy ban Kiểm tra Tỉnh ủy rà soát việc kê khai tài sản của cán bộ diện quản lý trước %s.

Yêu cầu Thành ủy Pleiku bàn giao mặt bằng khu hành chính mới trước %s; xử lý các điểm ngập ở trung tâm thành phố trước %s.

Đề nghị Thị ủy An Khê, Thị ủy Ayun Pa rà soát, nâng cấp các trạm y tế xuống cấp trước %s.

Giao Huyện ủy Kbang hoàn thành trồng rừng thay thế trước %s. Yêu cầu Huyện ủy Chư Sê công bố quy hoạch vùng cà phê trước %s.

Đề nghị Huyện ủy Đak Đoa, Huyện ủy Mang Yang sơ kết mô hình làng nông thôn mới trước %s.

Giao Huyện ủy Đức Cơ phối hợp với Đảng ủy Bộ đội Biên phòng tỉnh tổ chức diễn tập phòng thủ trước %s.

Yêu cầu các huyện ủy, thị ủy, thành ủy xóa xong nhà tạm, nhà dột nát cho hộ nghèo trước %s.

Giao Sở Nông nghiệp và Phát triển nông thôn cấp đủ giống cho vụ Đông Xuân trước %s. Đề nghị Sở Tài nguyên và Môi trường xử lý dứt điểm bãi rác quá tải trước %s.

Giao Sở Giao thông vận tải khắc phục các điểm sạt lở trên đường tỉnh trước %s. Đề nghị Sở Xây dựng rà soát việc cấp phép nhà ở nông thôn trước %s.

Đề nghị Ban Dân vận Tỉnh ủy nhân rộng mô hình dân vận khéo ở vùng đồng bào dân tộc thiểu số trước %s.

Đề nghị Ban Tuyên giáo Tỉnh ủy tăng cường tuyên truyền các mô hình hay, cách làm sáng tạo.

Giao Văn phòng Tỉnh ủy báo cáo tiến độ thực hiện kết luận trước ngày 20 hằng tháng.
`, in(20), in(45), in(30), in(110), in(60), in(75), in(120), in(50), in(84), in(88), in(70), in(100), in(55), in(89), in(130))
}
