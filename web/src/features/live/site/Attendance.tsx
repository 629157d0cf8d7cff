import { Button, Group, TextInput } from '@mantine/core'
import { IconCheck, IconUsers } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { isOver, siteOf } from '../../../model/live'
import { useActs } from '../acts'
import { useConference } from '../context'

/** How many are in the room, confirmed by the site itself. */
export function Attendance({ live, self }: { live: Live; self: string }) {
  const { t } = useTranslation('live')
  const { status } = useConference()
  const { acts, busy } = useActs()
  const site = siteOf(live, self)
  const known = site?.headcount ?? null
  const [text, setText] = useState(known === null ? '' : String(known))
  useEffect(() => {
    if (known !== null) setText(String(known))
  }, [known])
  if (!site || isOver(live.conference.state)) return null
  const attendance = site.attendance === 'late' ? 'late' : 'present'
  const count = text === '' ? null : Number(text)
  const same = count !== null && count === known
  return (
    <section className="card gb-attend" aria-label={t('attend.title')}>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          label={t('attend.count')}
          leftSection={<IconUsers size={18} />}
          inputMode="numeric"
          maxLength={5}
          classNames={{ input: 'num' }}
          value={text}
          onChange={(e) => setText(e.currentTarget.value.replace(/\D/g, ''))}
        />
        <Button
          variant={same ? 'default' : 'filled'}
          disabled={status === 'lost' || busy || same || count === null}
          leftSection={same ? <IconCheck size={18} /> : undefined}
          onClick={() =>
            count !== null && void acts.attendance(self, { status: attendance, headcount: count })
          }
        >
          {t(same ? 'attend.confirmed' : 'attend.confirm')}
        </Button>
      </Group>
    </section>
  )
}
