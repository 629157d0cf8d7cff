import '../live.css'
import './hall.css'
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { createApi } from '../../../api'
import { LiveConference, useConference } from '../context'
import { JoinByLink, Redeemed } from '../join/JoinByLink'
import { SeatWaiting, useSeat } from '../join/seat'
import { MediaProvider, useMedia, useMediaSource } from '../media/MediaProvider'
import { watchSwitches } from '../media/marks'
import { Bell, setBell } from '../parts/bell'
import { FloorAnnouncer } from '../parts/FloorAnnouncer'
import { SoundHint } from '../parts/SoundHint'
import { Waiting } from '../parts/Waiting'
import { Footer } from './Footer'
import { SceneView } from './SceneView'
import { useKiosk } from './useKiosk'

/** Opens a hall or a watcher's screen by its link; a site's link leads to the site's screen. */
export function HallByLink({ token }: { token: string }) {
  return (
    <Redeemed token={token}>
      {(seat) =>
        seat.kind === 'site' || seat.kind === 'delegate' ? (
          <JoinByLink token={token} />
        ) : (
          <Hall seat={seat.seat} conferenceId={seat.conference_id} />
        )
      }
    </Redeemed>
  )
}

/** A hall that came by a six-digit code: its seat stands in the address. */
export function HallBySeat({ seat }: { seat: string }) {
  const me = useSeat(seat)
  if (!me.data?.conference_id) return <SeatWaiting me={me} />
  return <Hall seat={seat} conferenceId={me.data.conference_id} />
}

export function Hall({ seat, conferenceId }: { seat: string; conferenceId: string }) {
  const api = useMemo(() => createApi(seat), [seat])
  return (
    <LiveConference api={api} conferenceId={conferenceId} waiting={(state) => <Waiting state={state} />}>
      <MediaProvider programme>
        <HallScreen />
      </MediaProvider>
    </LiveConference>
  )
}

/** `?scale=1.2` enlarges all text of a deep room; it is remembered on this screen. */
function useScale(): number {
  return useMemo(() => {
    const asked = Number(new URLSearchParams(location.search).get('scale'))
    if (asked >= 0.6 && asked <= 2.5) localStorage.setItem('giaoban.hallScale', String(asked))
    return Number(localStorage.getItem('giaoban.hallScale')) || 1
  }, [])
}

/** A hall has no buttons: `?bell=1` or `?bell=0` in its address, remembered on this screen, decides on the bell. */
function useBellChoice() {
  useEffect(() => {
    const asked = new URLSearchParams(location.search).get('bell')
    if (asked === '1' || asked === '0') setBell(asked === '1')
  }, [])
}

function HallScreen() {
  const { t } = useTranslation('live')
  const { store, live, status } = useConference()
  const source = useMediaSource()
  const blocked = useMedia((s) => s.soundBlocked(), false)
  const scale = useScale()
  useBellChoice()
  useKiosk(() => void source?.startSound())
  const frame = useRef<(site: string) => void>(() => undefined)
  useEffect(() => {
    const marks = watchSwitches(store)
    frame.current = marks.frame
    return marks.stop
  }, [store])
  return (
    <main
      className="gb-hall"
      data-mantine-color-scheme="dark"
      data-scene={live.programme.scene}
      style={{ '--hall-scale': scale } as CSSProperties}
    >
      <SceneView live={live} onFrame={(site) => frame.current(site)} />
      {live.programme.banner && (
        <p className="gb-hallbanner" role="status">
          {live.programme.banner}
        </p>
      )}
      <Footer live={live} lost={status === 'lost'} />
      {blocked && <SoundHint onStart={() => void source?.startSound()} />}
      <FloorAnnouncer />
      <Bell />
      <h1 className="sr">{t('hall.title', { title: live.conference.title })}</h1>
    </main>
  )
}
