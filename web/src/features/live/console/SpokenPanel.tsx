import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { clockText, shortSiteName, speakingTimes } from '../../../model/live'
import { useServerNow } from '../context'

/** How long each site has spoken, by length, against the quota where there is one; then those who never spoke. */
export default function SpokenPanel({ live }: { live: Live }) {
  const { t, i18n } = useTranslation('live')
  const now = useServerNow(1000)
  const all = speakingTimes(live, now).filter((x) => x.site.role !== 'hub' || x.times > 0)
  const spoke = all.filter((x) => x.times > 0)
  const never = all.filter((x) => x.times === 0)
  const quota = live.conference.rules.site_quota_seconds
  const most = Math.max(quota, ...spoke.map((x) => x.seconds), 1)
  const line = (x: (typeof all)[number]) => `${x.site.number}. ${shortSiteName(x.site, i18n.language)}`
  return (
    <>
      <section className="gb-spoken">
        <h2>{t('spoken.title', { count: spoke.length, all: all.length })}</h2>
        {spoke.length === 0 && <p className="gb-dim">{t('spoken.nobody')}</p>}
        <ol>
          {spoke.map((x) => {
            const over = quota > 0 && x.site.role !== 'hub' && x.seconds >= quota
            return (
              <li key={x.site.id} data-over={over}>
                <span className="gb-grow">
                  {line(x)}
                  {x.speaks && <b className="gb-speaksnow">{t('spoken.now')}</b>}
                  {over && <b data-kind="lost">{t('spoken.spent')}</b>}
                </span>
                <span className="gb-dim num">{t('spoken.times', { count: x.times })}</span>
                <b className="num">{clockText(Math.floor(x.seconds))}</b>
                <i aria-hidden style={{ width: `${(100 * Math.min(x.seconds, most)) / most}%` }} />
              </li>
            )
          })}
        </ol>
        {quota > 0 && <p className="gb-dim">{t('spoken.quota', { time: clockText(quota) })}</p>}
      </section>
      {never.length > 0 && (
        <section className="gb-spoken">
          <h2>{t('spoken.never', { count: never.length })}</h2>
          <ul className="gb-never">
            {never.map((x) => (
              <li key={x.site.id}>{line(x)}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
