import { Button, Checkbox, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conference } from '../../api'
import { conferenceQuery } from '../../api/office'
import { copyConference, sitesQuery } from '../../api/planning'
import { Ask } from '../../ui/Ask'
import { InstantInput } from '../../ui/DayInput'
import { useKept } from '../../ui/kept'
import { tell } from '../../ui/tell'
import { useFaultText, useFieldFaults } from '../office'
import { SiteChoice } from './SiteChoice'

const CARRIED = ['agenda', 'papers', 'delegates'] as const
type Carried = (typeof CARRIED)[number]

/** The new conference from an earlier one, in one act; its sites and what comes along may be chosen. */
export function NewConference({ from }: { from: Conference[] }) {
  const { t } = useTranslation(['office', 'plan'])
  const say = useFaultText()
  const qc = useQueryClient()
  const navigate = useNavigate()
  const [opened, setOpened] = useState(false)
  const [source, setSource] = useState<string | null>(null)
  const [kept, keep] = useKept<string>('conference.new')
  const title = kept ?? ''
  const [at, setAt] = useState<string | null>(null)
  const [carry, setCarry] = useState<Record<Carried, boolean>>({ agenda: true, papers: false, delegates: true })
  const [chosen, setChosen] = useState<string[] | null>(null)
  const last = from.find((c) => c.id === source) ?? from[0]
  const sites = useQuery({ ...sitesQuery, enabled: opened })
  const before = useQuery({ ...conferenceQuery(last?.id ?? ''), enabled: opened && !!last })
  const all = sites.data ?? []
  const was = new Set(before.data?.sites.map((s) => s.id))
  const taking = chosen ?? all.filter((s) => was.has(s.id)).map((s) => s.id)
  const create = useMutation({
    mutationFn: () =>
      copyConference({
        from_id: last?.id ?? '',
        ...(title.trim() ? { title: title.trim() } : {}),
        ...(at ? { scheduled_at: at } : {}),
        ...(chosen ? { site_ids: chosen } : {}),
        ...carry,
      }),
    onSuccess: async (made) => {
      setOpened(false)
      keep(null)
      await qc.invalidateQueries({ queryKey: ['conferences'] })
      tell({ message: t('conf.created'), color: 'teal' })
      await navigate({ to: '/conferences/$id', params: { id: made.id } })
    },
  })
  const fault = useFieldFaults(create.error)
  if (!last) return null
  return (
    <>
      <Button
        leftSection={<IconPlus size={18} />}
        onClick={() => {
          create.reset()
          setAt(null)
          setChosen(null)
          setOpened(true)
        }}
      >
        {t('conf.new')}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('conf.new')}
        action={t('conf.create')}
        busy={create.isPending}
        error={create.error ? say(create.error) : null}
        onYes={() => create.mutate()}
      >
        <Stack gap="sm">
          <Select
            label={t('conf.newFrom')}
            allowDeselect={false}
            data={from.map((c) => ({ value: c.id, label: c.title }))}
            value={last.id}
            onChange={(id) => {
              setSource(id)
              setChosen(null)
            }}
          />
          <TextInput
            data-autofocus
            label={t('conf.name')}
            placeholder={last.title}
            value={title}
            error={fault('title')}
            onChange={(e) => keep(e.currentTarget.value)}
          />
          <InstantInput label={t('conf.startsAt')} value={at} onChange={setAt} clearable />
          <Checkbox.Group
            label={t('plan:copy.title')}
            value={CARRIED.filter((k) => carry[k])}
            onChange={(keys) =>
              setCarry({
                agenda: keys.includes('agenda'),
                papers: keys.includes('papers'),
                delegates: keys.includes('delegates'),
              })
            }
          >
            <Stack gap={6} mt={4}>
              {CARRIED.map((k) => (
                <Checkbox key={k} value={k} label={t(`plan:copy.${k}`)} disabled={k === 'papers' && !carry.agenda} />
              ))}
            </Stack>
          </Checkbox.Group>
          {sites.data && before.data && (
            <SiteChoice
              sites={all}
              hub={before.data.hub_site_id}
              value={taking}
              onChange={setChosen}
              error={fault('site_ids')}
            />
          )}
          <Text size="sm" c="dimmed">
            {t('conf.newHelp')}
          </Text>
        </Stack>
      </Ask>
    </>
  )
}
