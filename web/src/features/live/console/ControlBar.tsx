import { Button } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronUp,
  IconDeviceTv,
  IconDots,
  IconFileText,
  IconKeyboard,
  IconLayoutGrid,
  IconMessage2,
  IconMessages,
  IconMicrophoneOff,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconPower,
  IconScale,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceState, Live, Scene } from '../../../api'
import { may } from '../../../model/live'
import { Dropdown, type DropdownItem } from '../../../ui/Dropdown'
import type { Acts } from '../acts'
import { Key } from './Key'
import { useFit } from './useFit'

const BannerModal = lazy(() => import('./BannerModal'))
const BreakModal = lazy(() => import('./BreakModal'))
const CloseModal = lazy(() => import('./CloseModal'))
const RulesModal = lazy(() => import('./RulesModal'))

const scenes: Scene[] = ['speaker', 'content', 'wall', 'split', 'title']
const breakMinutes = [10, 15, 30]
/** How long a look round stays with each site. */
export const browseSeconds = 8
/** What the bar leaves out one after another until it stands in one row; see `.gb-controls[data-tight]`. */
const tightSteps = 5

/** States that may follow; `open` in words of the office. */
const follow: Record<ConferenceState, ConferenceState[]> = {
  draft: ['published'],
  published: ['checking', 'live'],
  checking: ['live'],
  live: ['paused', 'closed'],
  paused: ['live', 'closed'],
  closed: [],
  cancelled: [],
}

type Props = {
  live: Live
  acts: Acts
  disabled: boolean
  sound: boolean
  onSound: (on: boolean) => void
  onHelp: () => void
  onDialogue: () => void
  onPapers: () => void
  /** The server's time. */
  now: () => number
}

type Asking = 'banner' | 'break' | 'close' | 'rules' | null

export function ControlBar({ live, acts, disabled, sound, onSound, onHelp, onDialogue, onPapers, now }: Props) {
  const { t, i18n } = useTranslation(['live', 'plan'])
  const [asking, setAsking] = useState<Asking>(null)
  const grant = may(live, 'floor.grant')
  const directs = may(live, 'programme')
  const { scene, banner } = live.programme
  const { state } = live.conference
  const ref = useFit<HTMLElement>(tightSteps, [i18n.language, scene, state, sound].join())
  const button = (icon: ReactNode, label: string, key: string, act: () => unknown, off: boolean) => (
    <Button
      variant="default"
      size="md"
      disabled={disabled || off}
      leftSection={icon}
      aria-label={label}
      title={label}
      onClick={() => void act()}
    >
      <span className="gb-word">{label}</span>
      <Key k={key} />
    </Button>
  )
  const menu = (
    icon: ReactNode,
    label: string,
    items: (DropdownItem | 'rule')[],
    off: boolean,
    says?: string,
  ) => (
    <Dropdown
      side="above"
      label={label}
      target={(attributes) => (
        <Button
          variant="default"
          size="md"
          disabled={off}
          leftSection={icon}
          rightSection={<IconChevronUp size={16} />}
          aria-label={says ? `${label}: ${says}` : label}
          title={says ? `${label}: ${says}` : label}
          {...attributes}
        >
          <span className="gb-word">{label}</span>
          {says && <span className="gb-says">: {says}</span>}
        </Button>
      )}
      items={items}
    />
  )
  const tick = (on: boolean) => on && <IconCheck size={16} />
  const browsing = !!live.control?.browse
  return (
    <nav ref={ref} className="gb-controls" aria-label={t('controls.title')}>
      {button(
        <IconPlayerPlay size={19} />,
        t('act.next'),
        'G',
        acts.next,
        !grant || live.floor.queue.length === 0,
      )}
      {button(
        <IconArrowBackUp size={19} />,
        t('act.back'),
        'B',
        acts.takeBack,
        !grant || live.floor.holders.length === 0,
      )}
      {button(<IconMessages size={19} />, t('dialogue.title'), 'D', onDialogue, !grant)}
      {button(
        <IconPlayerSkipForward size={19} />,
        t('act.nextItem'),
        'N',
        acts.nextItem,
        !may(live, 'agenda'),
      )}
      {button(<IconMicrophoneOff size={19} />, t('act.muteAll'), 'M', acts.muteAll, !may(live, 'mute'))}
      <span className="gb-rule" aria-hidden />
      {menu(
        <IconLayoutGrid size={19} />,
        t('controls.scene'),
        [
          ...scenes.map((s) => ({
            label: t(`scene.${s}`),
            current: scene === s,
            icon: tick(scene === s),
            disabled: s === 'split' && live.floor.holders.length < 2,
            onPick: () => (s === 'content' && !live.control?.content ? onPapers() : void acts.scene(s)),
          })),
          { label: `${t('plan:paper.show')}… (T)`, icon: <IconFileText size={16} />, onPick: onPapers },
          'rule',
          ...breakMinutes.map((m) => ({
            label: t('scene.breakFor', { count: m }),
            onPick: () => void acts.scene('break', new Date(now() + m * 60_000).toISOString()),
          })),
          { label: t('scene.breakUntil'), icon: tick(scene === 'break'), onPick: () => setAsking('break') },
          'rule',
          {
            label: t('scene.inset'),
            current: live.programme.chair_inset,
            icon: tick(live.programme.chair_inset),
            onPick: () => void acts.inset(scene, !live.programme.chair_inset),
          },
          {
            label: t('scene.browse', { count: browseSeconds }),
            current: browsing,
            icon: tick(browsing),
            onPick: () => void acts.browse(browsing ? null : browseSeconds),
          },
        ],
        disabled || !directs,
        t(`scene.${scene}`),
      )}
      <Button
        variant={banner ? 'filled' : 'default'}
        size="md"
        disabled={disabled || !directs}
        leftSection={<IconMessage2 size={19} />}
        aria-label={t('controls.banner')}
        title={t('controls.banner')}
        onClick={() => setAsking('banner')}
      >
        <span className="gb-word">{t('controls.banner')}</span>
      </Button>
      {follow[state].length > 0 &&
        may(live, 'state') &&
        menu(
          <IconPower size={19} />,
          t('controls.state'),
          follow[state].map((to) => ({
            label: t(`controls.to.${to === 'live' && state === 'paused' ? 'resumed' : to}`),
            icon: to === 'closed' ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />,
            onPick: () => (to === 'closed' ? setAsking('close') : void acts.state(to)),
          })),
          disabled,
        )}
      {menu(
        <IconDots size={19} />,
        t('controls.more'),
        [
          {
            label: t('controls.rules'),
            icon: <IconScale size={16} />,
            disabled: disabled || !may(live, 'agenda'),
            onPick: () => setAsking('rules'),
          },
          {
            label: t('controls.wall'),
            icon: <IconDeviceTv size={16} />,
            onPick: () => void window.open(`/wall/${live.conference.id}`, 'giaoban-wall', 'popup'),
          },
          {
            label: t(sound ? 'controls.soundOn' : 'controls.soundOff'),
            icon: sound ? <IconVolume size={16} /> : <IconVolumeOff size={16} />,
            onPick: () => onSound(!sound),
          },
          { label: `${t('controls.keys')} (?)`, icon: <IconKeyboard size={16} />, onPick: onHelp },
        ],
        false,
      )}
      <Suspense>
        {asking === 'banner' && <BannerModal live={live} acts={acts} onClose={() => setAsking(null)} />}
        {asking === 'break' && <BreakModal acts={acts} now={now()} onClose={() => setAsking(null)} />}
        {asking === 'close' && <CloseModal acts={acts} onClose={() => setAsking(null)} />}
        {asking === 'rules' && <RulesModal live={live} acts={acts} onClose={() => setAsking(null)} />}
      </Suspense>
    </nav>
  )
}
