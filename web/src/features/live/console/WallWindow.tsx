import '../live.css'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api'
import { intlLocale } from '../../../i18n'
import { may, shortSiteName, siteOf } from '../../../model/live'
import { useActs } from '../acts'
import { LiveConference, useConference } from '../context'
import { MediaProvider } from '../media/MediaProvider'
import { LineBanner } from '../parts/Banner'
import { Countdown, WallClock } from '../parts/Countdown'
import { FloorAnnouncer } from '../parts/FloorAnnouncer'
import { Waiting } from '../parts/Waiting'
import { useWall, Wall, WallTools } from './Wall'

/** How many tiles a monitor of its own has room for. */
const perPage = 49

/** The wall alone, for a second monitor: silent, and a click still puts a site on the console's preview. */
export function WallWindow({ conferenceId }: { conferenceId: string }) {
  return (
    <LiveConference api={api} conferenceId={conferenceId} waiting={(state) => <Waiting state={state} />}>
      <MediaProvider listen={false}>
        <WholeWall />
      </MediaProvider>
    </LiveConference>
  )
}

function WholeWall() {
  const { t, i18n } = useTranslation('live')
  const { live } = useConference()
  const { acts } = useActs()
  const wall = useWall(live, perPage)
  const preview = useCallback(
    (site: string) => {
      if (may(live, 'programme')) void acts.preview(site)
    },
    [acts, live],
  )
  const holder = live.floor.holders[0]
  const names = live.programme.on_air.map((id) => shortSiteName(siteOf(live, id), i18n.language)).join(' · ')
  return (
    <div className="gb-wallwindow">
      <h1 className="sr">{t('wall.title')}</h1>
      <LineBanner />
      <div className="gb-wallhead">
        <WallTools wall={wall} />
        <span className="gb-wallair">
          <b>{t('tile.onAir')}</b> {names}
          {holder && <Countdown holder={holder} />}
        </span>
        <WallClock locale={intlLocale(i18n.language)} className="gb-clock" />
      </div>
      <main className="gb-wallbox">
        <Wall live={live} wall={wall} onPick={preview} />
      </main>
      <FloorAnnouncer />
    </div>
  )
}
