package draft

import "strings"

// The Vietnamese tables. Words stand in lower case, NFC, with the older
// placing of tone marks ("hòa", "ủy"): see lowerVi. One entry per line or
// comma; an entry may have several words.

// viIntroducers put a task to somebody. The value is how strongly, 1 to 3.
var viIntroducers = map[string]int{
	"đề nghị": 2, "yêu cầu": 3, "giao": 3, "giao cho": 3, "giao nhiệm vụ cho": 3, "giao trách nhiệm cho": 3,
	"lưu ý": 1, "chỉ đạo": 3, "phân công": 3, "phân công cho": 3, "nhắc": 1, "nhắc nhở": 1, "quán triệt": 1,
	"đề nghị với": 2, "yêu cầu đối với": 3, "giao thêm": 3, "chỉ thị": 3, "ra lệnh cho": 3, "kêu gọi": 1,
	"nhờ": 1, "mong": 1, "mong muốn": 1, "mong rằng": 1, "đôn đốc": 1, "thống nhất giao": 3, "đồng ý giao": 3,
	"đề nghị và yêu cầu": 3, "ủy quyền cho": 3, "giao nhiệm vụ": 3, "giao trách nhiệm": 3, "yêu cầu và giao": 3,
}

// viAskedOnly need an asker standing before them; without one they are the
// addressee's own act ("chỉ đạo các sở …") or no request at all.
var viAskedOnly = words(`chỉ đạo, quán triệt, đôn đốc, kêu gọi, mong, mong muốn, mong rằng, nhờ, nhắc, nhắc nhở, ra lệnh cho, chỉ thị`)

var viModals = words(`cần, phải, cần phải, nên, có trách nhiệm, chịu trách nhiệm, có nhiệm vụ, chịu trách nhiệm chính,
	không được, tuyệt đối không, tuyệt đối không được, không được phép, phải có trách nhiệm, cũng phải, cũng cần, thì phải,
	thì cần, nhớ, giúp tôi, giúp, chủ yếu cần, luôn phải, đều phải, nhất thiết phải, buộc phải, cần được, hãy, cũng cần phải,
	không để, không nên, đặc biệt cần, trước hết cần, trước mắt cần, trước mắt, thì, phải chịu trách nhiệm, hết sức, tiếp tục phải, vẫn phải,
	cần tiếp tục, cần tập trung, cần sớm, cần chú trọng`)

// viPassive follow the addressee: "Phòng X được giao …".
var viPassive = words(`được giao, được yêu cầu, được phân công, được đề nghị, được giao nhiệm vụ, được giao trách nhiệm,
	được giao chủ trì, được phân công chủ trì, được chỉ đạo, được chỉ định, được lưu ý, được nhắc, được nhắc nhở`)

// viAdverbs open a verb phrase before its verb.
var viAdverbs = words(`tiếp tục, tập trung, khẩn trương, sớm, kịp thời, chủ động, tích cực, quyết liệt, thường xuyên, nghiêm túc,
	nghiêm chỉnh, tiến hành, trực tiếp, nhanh chóng, đồng thời, cùng, cùng nhau, kiên quyết, kiên trì, quyết tâm, nghiêm khắc,
	thực sự, cơ bản, trước mắt, từng bước, phấn đấu, luôn, mạnh dạn, linh hoạt, định kỳ, hằng ngày, hằng tuần, hằng tháng, hằng quý,
	hàng ngày, hàng tuần, hàng tháng, hàng quý, ngay, gấp rút, gấp, đồng loạt, đồng bộ, tuyệt đối, nhất là, phát huy, chú trọng, chú ý,
	ưu tiên, tăng tốc, sẵn sàng, bám sát, dứt khoát, cương quyết, sâu sát, thống nhất, tự giác, gương mẫu, chấn chỉnh, xin, theo chức năng,
	theo chức năng nhiệm vụ, theo nhiệm vụ, theo thẩm quyền, căn cứ, trên cơ sở, theo lĩnh vực, theo dõi sát, theo phạm vi, nỗ lực, ra sức, tận dụng,
	vận dụng, tạm dừng, hạn chế, rút ngắn, quan tâm, siết chặt, tùy theo, từ nay, ngay từ, ngay sau, làm ngay, trong thời gian, trong phạm vi, trong tuần, trong tháng, bằng mọi biện pháp`)

// viVerbs open a verb phrase wherever they stand in lower case.
var viVerbs = words(`rà soát, có kế hoạch, có giải pháp, có biện pháp, có phương án, có văn bản, có báo cáo, có hướng dẫn, nhiệm vụ, triển khai, thực hiện, báo cáo, hoàn thành, hoàn thiện, hoàn chỉnh, hoàn tất, đẩy mạnh, đẩy nhanh, tăng cường,
	nâng cao, chuẩn bị, tham mưu, phối hợp, chủ trì, đề xuất, tổng hợp, trình, gửi, nộp, xử lý, giải quyết, tháo gỡ, khắc phục, bảo đảm, đảm bảo,
	duy trì, giữ vững, nắm chắc, nắm bắt, nắm, làm tốt, làm, có, đưa, lập, ban hành, phê duyệt, thẩm định, công bố, công khai, cập nhật, kiểm đếm,
	kiểm kê, thống kê, thanh tra, đôn đốc, hướng dẫn, tuyên truyền, vận động, phổ biến, quán triệt, xác định, đề ra, tổ chức, chỉ đạo, lãnh đạo,
	phân công, bố trí, sắp xếp, kiện toàn, củng cố, mở rộng, thu hút, huy động, tạo điều kiện, tạo, khuyến khích, đổi mới, cải cách, cải thiện,
	ứng dụng, chăm lo, chăm sóc, quan tâm, hỗ trợ, giúp đỡ, đồng hành, bám sát, bám, theo dõi, đánh giá, phân tích, nghiên cứu, xem xét, tiếp thu,
	giải trình, trả lời, đối thoại, tiếp, bàn giao, nghiệm thu, thanh toán, quyết toán, giải ngân, thu hồi, thu, phân bổ, điều chuyển, điều chỉnh,
	bổ sung, sửa, sửa đổi, sửa chữa, lắp đặt, nâng cấp, khảo sát, lựa chọn, ký, cam kết, cân đối, tiết kiệm, tích hợp, kết nối, liên thông, số hóa,
	niêm phong, trực, tuần tra, ngăn chặn, phát hiện, đấu tranh, trấn áp, bắt, dự trữ, cung cấp, cung ứng, phòng chống, phòng ngừa, ứng phó,
	sơ tán, kêu gọi, mở, ra quân, diễn tập, huấn luyện, tập huấn, tuyển chọn, tuyển dụng, phát triển, xây dựng, quản lý, giám sát, kiểm tra, kiểm soát,
	điều hành, bảo vệ, đào tạo, bồi dưỡng, giáo dục, đầu tư, phục vụ, quy hoạch, luân chuyển, thu hoạch, gieo trồng, chuyển đổi, thúc đẩy, tận dụng,
	khai thác, quảng bá, giới thiệu, liên hệ, liên kết, làm việc, gọi, nhắn, thông báo, thông tin, phản ánh, phát động, tham gia, tham dự, dự, cử, chọn,
	giao, ủy quyền, tiếp nhận, đăng ký, đăng tải, chuyển, chấp hành, tuân thủ, chịu, phát huy, khơi dậy, siết chặt, chấn chỉnh, kiểm điểm, tự kiểm tra,
	xem, đọc, học tập, trao đổi, thảo luận, góp ý, lấy ý kiến, đánh giá lại, làm rõ, làm đầu mối, phụ trách, đảm nhận, đảm nhiệm, kiểm chuẩn, bảo dưỡng, bảo trì,
	thay, thay thế, mua sắm, mua, đấu thầu, đặt hàng, tính toán, dự báo, cảnh báo, xác minh, điều tra, truy tố, xét xử, thi hành, kê khai, công chứng, cấp, trả kết quả,
	trả, giảm, tăng, hạ, khống chế, cắt giảm, đơn giản hóa, rút kinh nghiệm, sơ kết, tổng kết, khen thưởng, nhân rộng, lan tỏa, đoàn kết, phấn đấu, đạt, hạn chế,
	chống, phòng, cải tạo, trồng, xóa, giữ gìn, giữ, đeo, mang, nhắc nhở, nhắc, giám định, phân loại, phân luồng, phân cấp, phân giao, phân tuyến, phân định, kẻ, vẽ, thiết kế,
	viết, soạn, soạn thảo, dự thảo, thành lập, kiểm tra lại, tái cơ cấu, cơ cấu, tinh giản, chi trả, chi, đối chiếu, đối soát, hạch toán, in, phát, phát hành, đóng,
	khóa, mời, thuê, tìm, ghi, ghi chép, lưu, lưu trữ, truy thu, truy xuất, rút, khởi công, thi công, hoàn trả, nhập, xuất, kích hoạt, vận hành, khôi phục, sao lưu,
	cài đặt, xử phạt, phạt, tịch thu, tiêu hủy, khoanh vùng, dập dịch, tiêm, khám, điều trị, chẩn đoán, hội chẩn, cách ly, khử khuẩn, giãn, ngừng, dừng, chấm dứt,
	tránh, phân tách, xả, bán, giới hạn, tách, sáp nhập, hợp nhất, khởi động, khẳng định, coi, coi trọng, xem trọng, đặt, dành, tôn trọng, lắng nghe, thấm nhuần, nhận thức, cụ thể hóa,
	chú trọng, quyết định, kiên quyết, túc trực, quay, đưa tin, đăng, tiến hành, hoạt động, xúc tiến, kiến nghị, tăng tốc, gỡ, nối, sử dụng, dùng, áp dụng, lồng ghép,
	gắn, gắn kết, rèn luyện, nêu gương, nêu cao, trao, tặng, thăm, thăm hỏi, động viên, đón, tiễn, chào, giải phóng, đền bù, bồi thường, di dời, tái định cư, chỉnh trang, nạo vét, tu sửa, hiệu chỉnh,
	đảm đương, tái lập, thu gom, thu thập, đo, đo đạc, quan trắc, cấp phát, khai báo, chia sẻ, tự đánh giá, nhận diện, nhận, chứng minh, minh bạch, ổn định, kiềm chế, đa dạng hóa, chuẩn hóa, hiện đại hóa, thực hành, nói, ký kết, ký cam kết, ký hợp đồng, chốt, lên kế hoạch, lên phương án, làm thủ tục, bắt tay, tuyển, bầu, chọn lọc, đi, về, họp, tạm dừng, tự rà soát, chi tiết hóa, khơi thông, thông qua, trang bị, hoàn, tập hợp, tập kết, đầu tư xây dựng, lắp, đấu nối, bơm, tưới, thả, nuôi, tái đàn, gia cố, chằng chống, trích lập, trích, bảo lãnh, cho vay, giải thể, rà, điều phối, điều động, tăng thời lượng, lắng nghe, ứng trực, thường xuyên, truyền thông, tạo chuyển biến, đột phá, bứt phá, chi viện, tiếp cận, kết thúc, mở cao điểm, gìn giữ, tôn vinh, phản biện, đại diện, thay mặt, bảo quản, hợp tác, kiểm nghiệm, tổng rà soát, tra cứu, thử nghiệm, thí điểm, chạy thử, kiểm thử, hướng, hướng mạnh, bàn, thống nhất, gặp, gặp gỡ, trình ký, hỏi, kéo giảm, hạ thấp, mời họp, nhắn nhủ, đàm phán, thương lượng, thương thảo, cố vấn, phát dọn, gieo sạ, khơi, khuyến cáo, khuyến nông, chuyển giao, hiến kế, sáng tạo, tiên phong, đi đầu, xung kích, tiên phong gương mẫu, cải tiến, phối trí, bảo mật, giữ bí mật, sao gửi, cấp đổi, cấp lại, thu giữ, tạm giữ, áp giải, giám hộ, trông coi, canh gác, gác, tiếp sức, đón tiếp, phục dựng, trình diễn, ra mắt, kết nghĩa, đỡ đầu, nhận đỡ đầu, phụng dưỡng, thờ cúng, hương khói, viếng, dâng hương, phát thưởng, tôn trọng, nhất quán, đơn giản, giảm thiểu, tối ưu, tối ưu hóa, khoán, định mức, bổ nhiệm, miễn nhiệm, tinh gọn, rà phá, khai hoang, cày ải, bón phân, chăm bón, tỉa cành, thả cá, tiêm phòng, tiêm vét, khử trùng, tiêu độc, định hướng, lồng ghép, tạo lập, kiến tạo, hình thành, khơi dậy, phát hành, niêm yết, truyền đạt, phân bổ, bảo toàn, tích lũy, tính toán, bóc tách, đo đếm, đi sâu, đi thực tế, xuống cơ sở, nắm tình hình, tham vấn, tư vấn, kêu gọi đầu tư, gia hạn, giãn hoãn, miễn giảm, hoàn thuế, khai trương, khánh thành, phá dỡ, tháo dỡ, cưỡng chế, đóng cửa, dẹp, thảm, đắp, san lấp, tìm kiếm, cứu nạn, cứu hộ, cứu trợ, ủng hộ, quyên góp, tiếp tế, xịt, lau dọn, dọn dẹp, thu dọn, phân công lại, luân phiên, thay phiên, thay đổi, đảo, hoán đổi, biệt phái, điều động, tăng cường lực lượng, chốt chặn, lập chốt, cắm biển, cắm, dán, treo, trang trí, tập luyện, biểu diễn, ghi nhận, theo sát, giữ liên lạc, liên lạc, ứng cứu, khoanh nuôi, bảo tồn, trùng tu, tôn tạo, số hóa, đồng bộ hóa, tích hợp, nhập liệu, làm sạch, đối sánh, kiểm chứng, công bố, công nhận, bình xét, bình chọn, chấm điểm, xếp loại, đánh giá xếp loại, kỷ luật, cảnh cáo, khiển trách, đình chỉ, thu hút, mời gọi, quảng cáo, tiếp thị, chào hàng, chào bán, giao hàng, vận chuyển, bốc xếp, nhập kho, xuất kho, kiểm kho, thanh lý, bán đấu giá, thẩm tra, thẩm vấn, lập hồ sơ, lập biên bản, ký duyệt, duyệt, chỉnh sửa, chỉnh lý, hiệu đính, biên soạn, biên tập, xuất bản, in ấn, đóng gói, lưu hành, luyện tập, ôn tập, phụ đạo, giảng dạy, coi thi, chấm thi, tuyển sinh, nhập học, tốt nghiệp, hội ý, trực chiến, trực ban, cảnh giác, đề phòng, đề cao, hưởng ứng, phát hiện, tố giác, tiếp dân, hòa giải, giải thích, thuyết phục, nhân bản, kế thừa, phát triển đảng, kết nạp, bồi dưỡng kết nạp, sinh hoạt, kiểm soát chặt, quản lý chặt, quản lý tốt, ngăn ngừa, tăng ca, tăng thêm, khuyến nghị, p/h, ` + viMoreVerbs)

// viNameVerbs also build names of bodies ("Ban Quản lý dự án đầu tư xây dựng"):
// after a capitalised verb in a name they belong to the name.
var viNameVerbs = words(`phụ trách, đầu tư xây dựng, xây dựng, phát triển, quản lý, đầu tư, kiểm tra, kiểm soát, điều hành, bảo vệ, đào tạo, bồi dưỡng, giáo dục, phục vụ,
	quy hoạch, hỗ trợ, phòng chống, phòng, chống, tổ chức, chỉ đạo, cung cấp, cung ứng, khai thác, nghiên cứu, ứng dụng, chuyển đổi, đăng ký, thi công,
	thông tin, hợp tác, chăm sóc, giải phóng, cấp, xúc tiến, thi hành, trồng, giảm, thu, chi, có, học tập, hoạt động, thiết kế, vận hành, tham gia, thanh toán, bảo quản, thử nghiệm, kiểm định, liên kết, nuôi, sử dụng, đấu thầu, đấu giá, phục hồi, tiếp nhận, trả kết quả, tiếp, truyền thông, về, đo, in, kiểm nghiệm, hướng dẫn, tái định cư, nhập, xuất, bán, mua, cho vay, tổng hợp, giữ, phát, ghi, bàn, đi, đo đạc, điều trị, khám, tiêm, đóng, mở, bảo trì, bảo dưỡng, nhận, cân đối, điều phối`)

// viNameVerbsGoverning are the capitalised verbs in names that take such words.
var viGoverning = words(`quản lý, hỗ trợ, chỉ đạo, phát triển, kiểm soát, đăng ký, xúc tiến, điều phối, nghiên cứu, bồi dưỡng, giám sát, phòng, bảo tồn, dịch vụ, đầu tư, xây dựng, khai thác, bảo hiểm, tư vấn, công nghệ, thi hành, điều hành, kiểm tra, đào tạo, hợp tác, kiểm nghiệm, ứng dụng, phục vụ, tiếp, liên hiệp, khuyến khích, chăm sóc, tổ chức, cải cách, đổi mới, cứu trợ`)

// viObjectNouns open a phrase that is no act: an object, a circumstance, a fact.
var viObjectNouns = words(`các, những, một số, việc, công tác, tình hình, kết quả, tỷ lệ, tỉ lệ, số, số lượng, nhiều, mỗi, nguyên nhân, hạn chế, tồn tại, ưu điểm,
	thời gian, địa điểm, thành phần, hồ sơ, danh sách, danh mục, mức, giá, chất lượng, hội nghị, cuộc họp, đến nay, hiện, hiện nay, năm, trong, từ, qua, nhìn chung, toàn, đây, đó,
	vật liệu, nội dung, nguồn, kinh phí, tổng, bình quân, doanh thu, lợi nhuận, dịp này, nhân dịp, tại, theo, khi, nếu, do, vì, bởi, với, ông, bà, anh, chị, không có, không ghi nhận, không phát sinh,
	còn, vẫn, đang, đã, sẽ, chưa, được, bị, là, một, hai, ba, hệ thống, dự án, công trình, hạng mục, đường, cầu, trường, sự, cuộc, cơ sở, tiến độ, kế hoạch, chương trình, đề án, phương án, ước, ngày, tháng, quý, tuần, sáng, chiều`)

var viQuantifiers = words(`toàn, các, những, mọi, mỗi, từng, tất cả, tất cả các, toàn thể, toàn bộ, toàn bộ các, một số, hai, ba, cả hai, cả, tất cả mọi`)

// viBodies are heads of names of bodies.
var viBodies = words(`sở, bộ, ban, phòng, ủy ban, ủy ban nhân dân, hội đồng nhân dân, tòa án nhân dân, viện kiểm sát nhân dân, ubnd, hđnd, vụ, cục, tổng cục, chi cục, trung tâm, văn phòng, thanh tra, công an, đảng ủy, huyện ủy,
	thành ủy, thị ủy, tỉnh ủy, quận ủy, chi bộ, chi ủy, chi đoàn, chi hội, liên đội, tổ đảng, đảng bộ, đảng đoàn, công đoàn, đoàn, hội, hội đồng, mặt trận, mttq, ủy ban mttq, khoa, viện, học viện, trường, đại học, bệnh viện,
	trạm, tổ, đội, nhóm, xí nghiệp, nhà máy, phân xưởng, công ty, tổng công ty, tập đoàn, chi nhánh, ngân hàng, kho bạc, cơ quan, đơn vị, tòa án, tòa, viện kiểm sát, hải quan, thuế,
	bảo hiểm xã hội, bhxh, đài, báo, tạp chí, quỹ, liên đoàn, liên minh, hiệp hội, tỉnh đoàn, huyện đoàn, thành đoàn, thị đoàn, quận đoàn, xã đoàn, bưu điện, điện lực, kiểm lâm, biên phòng, quân đội, khối, cụm, bộ phận,
	ký túc xá, thư viện, nhà trường, cửa hàng, kho, nhà thầu, chủ đầu tư, tư vấn, tư vấn giám sát, đơn vị thi công, đơn vị tư vấn, ban quản lý, ban giám đốc, ban giám hiệu, ban điều hành, ban kiểm soát, hội đồng quản trị,
	bộ chỉ huy, ban chỉ huy, lực lượng, tổ công tác, đoàn thanh niên, hội sinh viên, hội nông dân, hội phụ nữ, đoàn thể, doanh nghiệp, hợp tác xã, htx, địa phương, ngành, cấp ủy, chính quyền, tổ chức đảng, tổ chức cơ sở đảng, tổ chức chính trị, các tổ chức, ban cán sự, thường trực, ban thường vụ,
	kiểm toán, kiểm toán nhà nước, chính phủ, tiểu ban, ủy ban kiểm tra, đơn vị tư vấn giám sát, ban kiểm tra, cơ sở, phân hiệu, bcđ, bql, bđd, btv, btc, ubkt, ttyt, tand, vksnd, pc, cơ quan chức năng, ngành y tế, lực lượng quản lý thị trường, lực lượng chức năng, lực lượng công an, quản lý thị trường, cảnh sát, trung đoàn, sư đoàn, đồn, tiểu đoàn, cảng, ga, nông trường, lâm trường, vườn quốc gia, hạt kiểm lâm, hạt, tổng đội, ttptqđ, cđ, lđlđ, văn phòng đăng ký, bên, p., tt, vp, vpub, thương vụ, đại sứ quán, thông tấn xã, bảo tàng, nhà hát, nhà văn hóa, sân bay, bến xe, công viên, ban liên lạc, bộ tham mưu, bộ tư lệnh, kíp trực, tua trực, ca trực, kíp, mặt trận tổ quốc, xóm, nhà xuất bản, ban đại diện, hội cựu chiến binh, đối tác, nhà cung cấp, ban tổ chức, ban biên tập, tòa soạn, ban lãnh đạo, ban chấp hành, ban thường trực, ban đại diện cha mẹ học sinh, ban chỉ đạo, ban công tác mặt trận`)

// viPlaces are bodies only behind a quantifier or a body ("các xã", "UBND xã").
var viPlaces = words(`xã, phường, thị trấn, huyện, quận, thị xã, thành phố, tỉnh, đặc khu, thôn, khu phố, tổ dân phố, ấp, buôn, làng, bản, khu vực, cấp, xóm, vùng, điểm cầu`)

// viRoles are heads of phrases for a person.
var viRoles = words(`chủ tịch, phó chủ tịch, giám đốc, phó giám đốc, tổng giám đốc, phó tổng giám đốc, bí thư, phó bí thư, hiệu trưởng, phó hiệu trưởng, hiệu phó, viện trưởng, thủ trưởng, người đứng đầu,
	trưởng, phó, trưởng ban, trưởng phòng, phó trưởng phòng, trưởng khoa, phó trưởng khoa, cục trưởng, vụ trưởng, chi cục trưởng, chánh văn phòng, phó chánh văn phòng, chánh thanh tra, chánh, bộ trưởng, thứ trưởng, kế toán trưởng, kế toán, điều dưỡng trưởng, điều dưỡng, bác sĩ, giáo viên, giáo viên chủ nhiệm, giảng viên,
	nhân viên, cán bộ, công chức, viên chức, người lao động, đảng viên, cấp ủy viên, chuyên viên, tổ trưởng, tổ phó, nhóm trưởng, đội trưởng, quản đốc, kỹ sư, kỹ thuật viên, lái xe, bảo vệ, thư ký, thủ quỹ, chủ nhiệm, phó chủ nhiệm, ủy viên, thành viên, lãnh đạo, chỉ huy, chỉ huy trưởng, chính ủy, tư lệnh,
	kho bạc trưởng, quản lý, trợ lý, đại biểu hđnd, hộ kinh doanh, thương nhân, thương nhân đầu mối, học sinh, sinh viên, chủ hộ, chủ tàu, tổng biên tập, người phát ngôn, trưởng bộ môn, trưởng nhóm, trưởng đơn vị, trưởng tiểu ban, trưởng chi nhánh, trưởng khối, trưởng thôn, cửa hàng trưởng, ca trưởng, trưởng ca, kíp trưởng, quản trị viên, đoàn viên, hội viên, cán bộ kỹ thuật, người quản lý, chủ rừng, tổng thư ký, tổng cục trưởng, hạt trưởng, trạm trưởng, viện phó, đồng chủ trì, giám thị, thôn trưởng, buôn trưởng, bản trưởng, chủ doanh nghiệp, chủ cơ sở, chủ phương tiện, thuyền trưởng, trưởng tàu, chủ công trình, người đại diện, người phụ trách, người quản lý, người được giao nhiệm vụ, quân nhân, chiến sĩ, chi đoàn trưởng, thủ tướng, phó thủ tướng, tổng kiểm toán`)

var viHonorifics = words(`bs, bscki, bsckii, đd, ktv, ds, ths, ts, pgs, gs, đc, nv, kts, đồng chí, các đồng chí, đ/c, các đ/c, ông, bà, anh, chị, anh em, các anh, các chị, các anh chị, các bạn, bạn, thầy, cô, thầy cô, bác, chú, mr., ms., quý thầy cô, mọi người, em, các em`)

// viGeneric nouns run on inside one group: "các sở, ban, ngành".
var viGeneric = words(`sở, ban, ngành, bộ, phòng, khoa, viện, trường, trung tâm, cơ quan, đơn vị, tổ chức, địa phương, doanh nghiệp, cấp ủy, chính quyền, đoàn thể, hội, hội đoàn thể, cán bộ, công chức, viên chức, người lao động, đảng viên, chiến sĩ,
	huyện ủy, thị ủy, thành ủy, quận ủy, đảng ủy, tỉnh ủy, xã, phường, thị trấn, huyện, quận, thị xã, thành phố, tỉnh, đặc khu, thôn, khu phố, buôn, làng, ấp, bản, tổ, đội, nhóm, tổ đội, chi nhánh, chi bộ, đảng bộ, chỉ huy, lãnh đạo, tổ chức đảng, tổ chức chính trị, chủ đầu tư, thị đoàn, huyện đoàn, thành đoàn, đoàn, công đoàn, cá nhân,
	trạm, bệnh viện, phân xưởng, nhà máy, xí nghiệp, công ty, tổng công ty, tập đoàn, bộ phận, nhân viên, người quản lý, quân nhân, giảng viên, giáo viên, cơ sở, phó, cấp, hội viên, đoàn viên, học sinh, sinh viên, tổ dân phố, vụ, cục, hợp tác xã, hộ kinh doanh, chủ rừng, lực lượng, bộ môn, phân hiệu, nhà thầu, tư vấn, sư đoàn, lữ đoàn, trung đoàn, tiểu đoàn, đại đội, đồn, hải đội, liên đội, chi hội, chi đoàn`)

// viConnectors stand before a clause and say nothing of who or what.
var viConnectors = words(`đồng thời, trong đó, do đó, cùng với đó, trên cơ sở đó, bên cạnh đó, ngoài ra, tiếp theo, mặt khác, vì vậy, vì thế, do vậy, từ đó, theo đó, riêng, đặc biệt, trước mắt, trước hết, thời gian tới, trong thời gian tới, trong đó có, song song với đó, song song đó, nhất là,
	hơn nữa, cụ thể, cụ thể là, cuối cùng, qua đó, tuy nhiên, tuy vậy, nhân đây, một lần nữa, cũng, và, còn, rồi, sau đó, xin, như vậy, từ nay đến cuối năm, kèm theo đó, thêm vào đó, cùng đó, tới đây, sắp tới, giờ, bây giờ, hiện nay, riêng về, gắn với đó, để làm được điều đó, để thực hiện tốt, trong thời gian sắp tới, trong quý tới, trong tháng tới, thứ nhất, thứ hai, thứ ba, thứ tư, thứ năm, một là, hai là, ba là, bốn là, năm là`)

// viAdjuncts open a circumstance that may stand before the subject.
var viAdjuncts = words(`để, về, trong, đối với, với, trên, bên cạnh, theo, nhằm, trước, sau, từ, khi, nếu, tại, cùng với, ngoài, qua, căn cứ, kết luận, phát biểu, chủ trì, thay mặt, song song, định kỳ, hằng, hàng, nhấn mạnh, thực hiện, trước tình hình, liên quan, do, vì, dịp, từ nay, ngay, chậm nhất, muộn nhất, bằng, như vậy, đến, thời gian, quan điểm, xuất phát, tinh thần, ghi nhận, bày tỏ, đánh giá, lưu ý, gợi mở, trước ngày, đặc biệt, nhân, bên lề, giai đoạn, năm, quý, tháng, tuần, hôm nay, ngày mai, tuy, mặc dù, dù`)

// viSpeech report what a speaker says.
var viSpeech = words(`nhấn mạnh, nêu rõ, khẳng định, cho rằng, cho biết, chỉ rõ, kết luận, chỉ đạo, phát biểu, quán triệt, chỉ ra, gợi ý, lưu ý, nói, bày tỏ, có ý kiến, định hướng, kết luận rằng, nhấn mạnh rằng, cho hay, nêu, đề nghị, yêu cầu, lưu ý rằng, phân tích, gợi mở, trao đổi, chia sẻ, đặt vấn đề, nhận định`)

// viOthers mark an opinion or wish that is not the chair's.
var viOthers = words(`các thành viên, thành viên đoàn, đại biểu, ý kiến, cử tri, người dân, nhân dân, bà con, đại diện, các hộ, tham luận, chuyên gia, kiến nghị, đề xuất, độc giả, theo đề nghị, xét đề nghị, theo yêu cầu, thành viên đề nghị, tờ trình, các hội viên, khách hàng, phụ huynh, báo chí, dư luận, giấy đề nghị, văn bản đề nghị, đơn đề nghị, nhiều đơn vị, một số đơn vị, một số địa phương, nhiều địa phương, nguyện vọng`)

// viPast mark what was done or asked before.
var viPast = words(`từng, trước đây, trước đó, hôm trước, lần trước, năm ngoái, tháng trước, tuần trước, kỳ trước, quý trước, đã nhiều lần, cuộc họp trước, nhiều lần`)

// viTaken open a decision, praise, thanks: nothing is asked for.
var viTaken = words(`thống nhất, đồng ý, thông qua, quyết định, quyết nghị, nhất trí, ghi nhận, biểu dương, đánh giá cao, hoan nghênh, cảm ơn, khen, chúc mừng, chúc, tin tưởng, bổ nhiệm, cơ bản thống nhất, cơ bản đồng ý, cơ bản nhất trí, tán thành, phê bình, nghe, trân trọng, nhiệt liệt, xin cảm ơn, chấp thuận, kính chúc, tuyên dương, công nhận, trao tặng, bầu, miễn nhiệm, hy vọng, kỳ vọng, xin chúc, tặng thưởng, khen thưởng, kết thúc hội nghị, bế mạc`)

// viAside are verbs of a speaker that ask for nothing.
var viNotVerbs = words(`được, bị, là, thuộc, trực thuộc, liên quan, gồm, bao gồm, về, của, ở, tại, trong, trên, có liên quan, còn lại, khác, này, đó, trên, nói trên, nêu trên, ngoài, cùng cấp, các cấp`)

// viEvaluation and viTasks tell what a heading opens.
var viEvaluation = words(`đánh giá, kết quả, tình hình, ưu điểm, hạn chế, tồn tại, nguyên nhân, thành phần, thời gian, địa điểm, những việc đã làm, thông tin, báo cáo, thảo luận, ý kiến, nội dung thảo luận, diễn biến, kiến nghị, đề xuất, khen thưởng, nơi nhận, kính gửi, căn cứ, nhận xét, tham dự, chủ tọa, chủ trì, thư ký, vắng`)

var viTasks = words(`nhiệm vụ, kết luận, giải pháp, chỉ đạo, phân công, yêu cầu, thời gian tới, phương hướng, công việc, tổ chức thực hiện, những việc cần làm, đề nghị, trọng tâm`)

// viAux after a subject report or promise, they never ask.
var viAux = words(`đã, đang, sẽ, từng, vừa, là, bị, chưa, được, cũng đã, cũng sẽ, vẫn còn, còn, luôn luôn`)

// viStops end the name of a coordinating body.
var viStops = words(`trong, để, nhằm, về, khi, tại, nếu, theo, qua, từ, như, mà, vì, do, nơi, bằng, đối với, thông qua, trên cơ sở`)

// viDepartments are the names that follow "Sở" and "Bộ", so that a list under
// one head word can be told from one long name.
var viDepartments = commaNames(`văn hóa/ thể thao và du lịch, văn hóa/ thể thao, lao động - thương binh và xã hội, tài chính, nội vụ, y tế, tư pháp, xây dựng, công thương, khoa học và công nghệ, giáo dục và đào tạo, nông nghiệp và môi trường,
	nông nghiệp và phát triển nông thôn, kế hoạch và đầu tư, tài nguyên và môi trường, giao thông vận tải, thông tin và truyền thông, ngoại vụ, du lịch, ngoại giao, công an, quốc phòng,
	nông nghiệp, giao thông, tài nguyên môi trường, dân tộc, dân tộc và tôn giáo, văn hóa, quy hoạch và kiến trúc, an toàn thực phẩm, giáo dục, khoa học công nghệ, công nghệ thông tin`)

// viCompounds hold a word of the verb tables in them and are no verbs.
var viCompounds = words(`công trình, chương trình, quy trình, lộ trình, tờ trình, hành trình, giáo trình, quá trình, địa hình, xây dựng đảng, quản lý hành chính, trung học, tiểu học, đại học, văn học, y học, học sinh, học phần, học kỳ, học viên, học phí, học bổng, thiết bị, cùng cấp, cùng kỳ, trường hợp, bộ máy, đội ngũ, hội nghị, hội thảo, đoàn công tác, cơ sở vật chất, cơ sở dữ liệu, cơ sở hạ tầng, phong trào, tổ hợp, viện phí, viện trợ, đoàn viên, trường học, khoa học, đài truyền thanh, hội nhập, hội chợ, bộ đội, sở hữu, vụ việc, vụ án, vụ mùa, cục bộ, đội hình, báo cáo, ban hành, ban ngày, ban đêm, hậu cần, đào tạo, sáng tạo, chế tạo, văn phòng, quốc phòng, biên phòng, dự phòng, hải phòng, ngoại giao, thường trực, địa bàn, công lập, ngoài công lập, độc lập, việc làm, hạ tầng,
	dự án, dự toán, dự trữ nhà nước, hợp đồng, chi bộ, chi nhánh, chi cục, chi phí, chi ủy, chi đoàn, phòng ban, phòng họp, phòng khám, phòng học, thu nhập, phát thanh, truyền hình, báo chí, cấp cứu, tiếp dân, đo lường, in ấn, sản xuất, chăn nuôi, tiêu dùng,
	thông tin, tổng hợp, quản trị, cấp xã, cấp huyện, cấp tỉnh, cấp ủy, cấp trên, cấp dưới, cấp sở, đi lại, về hưu, mua bán, xuất nhập khẩu, xuất khẩu, nhập khẩu, giao thông, giao dịch, chuyển giao, trọng tâm, tín dụng, giáo dục và đào tạo, giáo dục đại học, phát triển nông thôn, có liên quan, có thẩm quyền, có chức năng, hành chính quản trị,
	kế hoạch tổng hợp, nội tổng hợp, ngoại tổng hợp, phòng cháy, phòng hộ, phòng thủ, phòng không, phòng bệnh, phòng chống tham nhũng, thi đua, thi hành án, đầu mối, làm chủ, đưa đón, ghi hình, thu phí, thu tiền, thu mua, chi tiết, chi trả viện phí, trả tiền, trực ban, trực tuyến, tiếp thị, tiếp công dân, đạt chuẩn, đặt hàng, cho vay vốn, quan hệ khách hàng, chăm sóc khách hàng, kiểm soát nhiễm khuẩn, bảo hiểm, bảo hiểm xã hội, giải phóng mặt bằng, hồi sức, phục hồi chức năng, tạo hình, nuôi trồng, trồng trọt, dự báo thời tiết, khí tượng, tham mưu tổng hợp, vận tải, vận chuyển, đăng kiểm, kiểm định, kiểm lâm, kiểm sát, kiểm toán, kiểm dịch`)

// viAskers are verbs of a speaker: their subject asks and is not asked.
var viAskers = words(`nhấn mạnh, nêu rõ, khẳng định, cho rằng, cho biết, chỉ rõ, kết luận, phát biểu, lưu ý, bày tỏ, đề nghị, yêu cầu, cho hay, chỉ ra, ghi nhận, biểu dương, đánh giá cao, hoan nghênh, cảm ơn, trân trọng, nhận định, gửi lời, tuyên dương, phê bình, nhất trí, đồng ý, cơ bản đồng ý, cơ bản thống nhất, cơ bản nhất trí, thông báo, mong, mong muốn, tin tưởng, kiến nghị, đề xuất, hứa, tâm sự, có ý kiến, đề ghị, nhắc lại, tiếp tục yêu cầu, tiếp tục đề nghị`)

// commaNames reads a table in which '/' stands for a comma inside a name.
func commaNames(list string) *phrases {
	values := map[string]int{}
	for entry := range words(list).value {
		values[strings.ReplaceAll(entry, "/", " ,")] = 1
	}
	return valued(values)
}

// viNouns begin a further object behind a semicolon.
var viNouns = words(`công trình, tuyến, khu, cụm, nhà, đất, vỉa hè, cống, mặt đường, hệ thống, quy trình, quy chế, quy định, thủ tục, máy, xe, thiết bị, vật tư, thuốc, giống, phân bón, lao động, việc làm, văn bản, nghị quyết, chỉ thị, thông tư, nghị định, luật, báo cáo tài chính, sổ sách, tài liệu, số liệu, dữ liệu, phần mềm, trang thông tin, cổng, bản đồ, hợp phần, mô hình, sản phẩm, dịch vụ, khách hàng, thị trường, ngân sách, vốn, thuế, phí, chợ, hồ, đập, kênh, kè, rừng, cây, con, nước, điện, đèn, biển báo, hành lang, an toàn, vệ sinh, môi trường, y tế, giáo dục, văn hóa, thể thao, du lịch, quốc phòng, an ninh, tư tưởng, đạo đức, lối sống, chỉ tiêu, nhiệm vụ, giải pháp, khó khăn, vướng mắc, tiêu chí, tiến độ thi công, khối lượng, nhóm, loại, phương tiện, lực lượng, con người, người, trẻ em, học sinh, sinh viên, phụ nữ`)
