import type { Holder, Live, Site } from '../api/types'

/** A live conference of a hub and 18 remote sites, for tests. */
const names = [
  ['Điểm cầu Tỉnh ủy', 'Provincial Party Committee site'],
  ['Điểm cầu Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh', 'Bloc committee site'],
  ...[
    ['Thành ủy Pleiku', 'Pleiku'],
    ['Thị ủy An Khê', 'An Khê'],
    ['Thị ủy Ayun Pa', 'Ayun Pa'],
    ['Huyện ủy Kbang', 'Kbang'],
    ['Huyện ủy Đak Đoa', 'Đak Đoa'],
    ['Huyện ủy Chư Păh', 'Chư Păh'],
    ['Huyện ủy Ia Grai', 'Ia Grai'],
    ['Huyện ủy Mang Yang', 'Mang Yang'],
    ['Huyện ủy Kông Chro', 'Kông Chro'],
    ['Huyện ủy Đức Cơ', 'Đức Cơ'],
    ['Huyện ủy Chư Prông', 'Chư Prông'],
    ['Huyện ủy Chư Sê', 'Chư Sê'],
    ['Huyện ủy Đak Pơ', 'Đak Pơ'],
    ['Huyện ủy Ia Pa', 'Ia Pa'],
    ['Huyện ủy Krông Pa', 'Krông Pa'],
    ['Huyện ủy Phú Thiện', 'Phú Thiện'],
    ['Huyện ủy Chư Pưh', 'Chư Pưh'],
  ].map(([vi, en]) => [`Điểm cầu ${vi}`, `${en} site`]),
] as [string, string][]

export const at = (seconds: number) =>
  new Date(Date.UTC(2026, 10, 22, 1, 30, 0) + seconds * 1000).toISOString()

export function site(number: number, over: Partial<Site> = {}): Site {
  const [name, name_en] = names[number - 1] ?? [`Điểm cầu ${number}`, `Site ${number}`]
  return {
    id: `s${number}`,
    number,
    name,
    name_en,
    unit_id: `u${number}`,
    role: number === 1 ? 'hub' : 'remote',
    presence: 'online',
    joined_at: at(-600),
    lost_at: null,
    joins: 1,
    confirmed: true,
    attendance: 'present',
    headcount: 12,
    note: '',
    muted: false,
    delegates: { listed: 0, present: 0, absent: 0, head_id: null, head_name: '', head_title: '' },
    ...over,
  }
}

export function holder(siteId: string, over: Partial<Holder> = {}): Holder {
  return {
    site_id: siteId,
    request_id: null,
    speaker_name: 'Nguyễn Thị Hường',
    speaker_title: 'Phó Bí thư Thường trực Huyện ủy',
    delegate_id: null,
    topic: 'Tiến độ giải ngân vốn đầu tư công',
    category: 'report',
    granted_at: at(0),
    limit_seconds: 300,
    ran_seconds: 0,
    running_since: at(0),
    waiting_confirm: false,
    item_id: null,
    paused_by: '',
    ...over,
  }
}

export function conference(over: Partial<Live> = {}): Live {
  return {
    rev: 100,
    server_time: at(0),
    conference: {
      id: 'c1',
      title: 'Hội nghị giao ban trực tuyến quý IV năm 2026',
      state: 'live',
      scheduled_at: at(-1800),
      opened_at: at(-1800),
      closed_at: null,
      cancelled_at: null,
      cancel_reason: '',
      hub_site_id: 's1',
      chair_name: 'Trần Văn Bình',
      chair_title: 'Phó Bí thư Thường trực Tỉnh ủy',
      co_chairs: [],
      series_id: 'sr1',
      period_id: 'p1',
      rules: { speech_seconds: 300, site_quota_seconds: 0, person_quota_seconds: 0, auto_next: false },
    },
    agenda: {
      current_id: 'a3',
      items: [
        ['a1', 'Tuyên bố lý do, giới thiệu đại biểu', 'opening', 5, 'done'],
        ['a2', 'Kết quả thực hiện kết luận kỳ trước', 'review', 20, 'done'],
        ['a3', 'Báo cáo giải ngân vốn đầu tư công quý IV năm 2026', 'report', 40, 'current'],
        ['a4', 'Thảo luận tại các điểm cầu', 'discussion', 60, 'pending'],
        ['a5', 'Kết luận của đồng chí chủ trì', 'conclusion', 15, 'pending'],
      ].map(([id, title, kind, minutes, state], i) => ({
        id: id as string,
        number: i + 1,
        title: title as string,
        kind: kind as 'report',
        minutes: minutes as number,
        presenter: i === 2 ? 'Văn phòng Tỉnh ủy' : '',
        unit_id: null,
        state: state as 'done',
        started_at: null,
        ended_at: null,
        speech_seconds: 300,
        mark: '' as const,
        inserted: false,
      })),
    },
    sites: Array.from({ length: 19 }, (_, i) => site(i + 1)),
    floor: { holders: [], queue: [], spoken: [] },
    programme: {
      scene: 'speaker',
      on_air: ['s1'],
      chair_site_id: 's1',
      chair_inset: true,
      lower_third: null,
      content: null,
      banner: null,
      break_until: null,
    },
    control: { preview: null },
    open_mics: ['s1'],
    you: { site_id: null, delegate_id: null, can: [] },
    ...over,
  }
}
