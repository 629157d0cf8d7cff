import { Button, Group, Modal, NumberInput, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import type { Acts } from '../acts'

/** How long one may speak, how much a site may speak in all, and whether the floor goes on by itself. */
export default function RulesModal({ live, acts, onClose }: { live: Live; acts: Acts; onClose: () => void }) {
  const { t } = useTranslation('live')
  const { rules } = live.conference
  const [speech, setSpeech] = useState<number | string>(rules.speech_seconds / 60)
  const [quota, setQuota] = useState<number | string>(rules.site_quota_seconds / 60)
  const [person, setPerson] = useState<number | string>(rules.person_quota_seconds / 60)
  const [auto, setAuto] = useState(rules.auto_next)
  const save = async () => {
    const done = await acts.rules({
      speech_seconds: Math.round(Number(speech) * 60),
      site_quota_seconds: Math.round(Number(quota || 0) * 60),
      person_quota_seconds: Math.round(Number(person || 0) * 60),
      auto_next: auto,
    })
    if (done) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('rules.title')}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          void save()
        }}
      >
        <Stack>
          <NumberInput
            data-autofocus
            label={t('rules.speech')}
            description={t('rules.speechHint')}
            suffix={` ${t('rules.minutes')}`}
            min={0.5}
            max={720}
            step={1}
            decimalScale={1}
            value={speech}
            onChange={setSpeech}
          />
          <NumberInput
            label={t('rules.quota')}
            description={t('rules.quotaHint')}
            suffix={` ${t('rules.minutes')}`}
            min={0}
            max={1440}
            step={1}
            decimalScale={1}
            value={quota}
            onChange={setQuota}
          />
          <NumberInput
            label={t('rules.person')}
            description={t('rules.personHint')}
            suffix={` ${t('rules.minutes')}`}
            min={0}
            max={1440}
            step={1}
            decimalScale={1}
            value={person}
            onChange={setPerson}
          />
          <Switch
            label={t('rules.auto')}
            description={t('rules.autoHint')}
            checked={auto}
            onChange={(e) => setAuto(e.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('rules.cancel')}
            </Button>
            <Button type="submit" disabled={!Number(speech)}>
              {t('rules.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
