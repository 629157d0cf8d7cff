import { Button } from '@mantine/core'
import {
  IconMovie,
  IconPlayerPause,
  IconPlayerRecord,
  IconPlayerStop,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, type Live } from '../../../api'
import { actOnRecording, type RecordingAct, type Recordings, recordingsQuery } from '../../../api/recordings'
import { isOver } from '../../../model/live'
import { Dropdown, type DropdownItem } from '../../../ui/Dropdown'
import { tell } from '../../../ui/tell'
import { useConference } from '../context'

/** What the recording does now, in the words of the console. */
type State = 'off' | 'on' | 'held' | 'waiting' | 'barred' | 'failed'

function stateOf(r: Recordings | undefined): State {
  if (!r?.on) return 'off'
  if (r.failed) return 'failed'
  if (r.held) return 'held'
  if (r.waiting) return 'waiting'
  return r.paused ? 'barred' : 'on'
}

/** Says whether the conference is being recorded, and lets the operator record, pause and end. */
export function RecordingControl({ live }: { live: Live }) {
  const { t } = useTranslation('record')
  const { store } = useConference()
  const qc = useQueryClient()
  const [busy, setBusy] = useState(false)
  const query = recordingsQuery(store.conferenceId)
  const { data } = useQuery(query)
  const key = query.queryKey
  useEffect(
    () => store.onChange((c) => c.kind.startsWith('recording.') && void qc.invalidateQueries({ queryKey: key })),
    [store, qc, key],
  )
  const state = stateOf(data)
  const run = async (act: RecordingAct) => {
    setBusy(true)
    try {
      qc.setQueryData(key, await actOnRecording(store.conferenceId, act))
    } catch (err) {
      tell({ color: 'son', title: t('control.refused'), message: faultText(t, err), autoClose: 6000 })
    } finally {
      setBusy(false)
    }
  }
  const see: DropdownItem = {
    label: t('control.all'),
    icon: <IconMovie size={16} />,
    onPick: () => window.open(`/conferences/${store.conferenceId}/recordings`, '_blank', 'noopener'),
  }
  const item = (act: RecordingAct, icon: DropdownItem['icon'], disabled = false): DropdownItem => ({
    label: t(`control.${act}`),
    icon,
    disabled: disabled || busy || isOver(live.conference.state),
    onPick: () => void run(act),
  })
  const record = <IconPlayerRecord size={16} />
  const items: (DropdownItem | 'rule')[] =
    state === 'off'
      ? [item('start', record), 'rule', see]
      : [
          data?.held ? item('resume', record) : item('pause', <IconPlayerPause size={16} />, state === 'failed'),
          item('stop', <IconPlayerStop size={16} />),
          'rule',
          see,
        ]
  return (
    <Dropdown
      label={t('control.label')}
      items={items}
      target={(attributes) => (
        <Button
          size="compact-md"
          variant={state === 'off' ? 'default' : state === 'on' || state === 'failed' ? 'filled' : 'light'}
          color={state === 'off' ? undefined : 'son'}
          loading={busy}
          className="gb-recording"
          data-state={state}
          leftSection={data?.paused && state !== 'failed' ? <IconPlayerPause size={16} /> : record}
          title={state === 'off' ? t('control.start') : t('control.since')}
          {...attributes}
        >
          {t(`control.${state}`)}
        </Button>
      )}
    />
  )
}
