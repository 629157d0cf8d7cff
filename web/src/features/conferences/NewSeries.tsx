import { ActionIcon, Button, Group, Input, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconRepeat, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgendaKind } from '../../api'
import { type AgendaLine, beginSeries, type Cadence, sitesQuery } from '../../api/planning'
import { Ask } from '../../ui/Ask'
import { InstantInput } from '../../ui/DayInput'
import { tell } from '../../ui/tell'
import { useFaultText, useFieldFaults } from '../office'
import { SiteChoice } from './SiteChoice'

const CADENCES: Cadence[] = ['week', 'month', 'quarter', 'half', 'year', 'ad_hoc']
const STANDARD: [AgendaKind, number][] = [
  ['opening', 10],
  ['review', 15],
  ['report', 20],
  ['discussion', 60],
  ['conclusion', 20],
]

/** Begins a series with its first conference: the later ones are copied from it. */
export function NewSeries({ first }: { first?: boolean }) {
  const { t } = useTranslation('plan')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        variant={first ? 'filled' : 'default'}
        leftSection={<IconRepeat size={18} />}
        onClick={() => setOpened(true)}
      >
        {t('series.new')}
      </Button>
      {opened && <Form onClose={() => setOpened(false)} />}
    </>
  )
}

type Line = AgendaLine & { key: number }

function Form({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(['plan', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const navigate = useNavigate()
  const all = useQuery(sitesQuery)
  const sites = all.data ?? []
  const keys = useRef(0)
  const line = (kind: AgendaKind, minutes: number, title: string): Line => {
    keys.current += 1
    return { key: keys.current, kind, minutes, title, presenter: '' }
  }
  const [name, setName] = useState('')
  const [nameEn, setNameEn] = useState('')
  const [cadence, setCadence] = useState<Cadence>('quarter')
  const [title, setTitle] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const [chair, setChair] = useState('')
  const [position, setPosition] = useState('')
  const [hubChosen, setHub] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string[] | null>(null)
  const [agenda, setAgenda] = useState<Line[]>(() =>
    STANDARD.map(([kind, minutes]) => line(kind, minutes, t(`plan:series.item.${kind as 'opening'}`))),
  )
  const hub = hubChosen ?? sites.find((s) => s.hub)?.id ?? ''
  const taking = chosen ?? sites.map((s) => s.id)
  const nameOf = (s: { name: string; name_en: string }) => (i18n.language === 'en' && s.name_en) || s.name
  const create = useMutation({
    mutationFn: () =>
      beginSeries({
        name: name.trim(),
        name_en: nameEn.trim(),
        cadence,
        title: title.trim(),
        ...(at ? { scheduled_at: at } : {}),
        chair_name: chair.trim(),
        chair_title: position.trim(),
        hub_site_id: hub,
        site_ids: [...new Set([...taking, ...(hub ? [hub] : [])])],
        agenda: agenda.map(({ key: _, ...l }) => l),
      }),
    onSuccess: async (made) => {
      onClose()
      for (const key of ['series', 'conferences']) await qc.invalidateQueries({ queryKey: [key] })
      tell({ message: t('plan:series.created'), color: 'teal' })
      await navigate({ to: '/conferences/$id', params: { id: made.id } })
    },
  })
  const fault = useFieldFaults(create.error)
  const change = (key: number, part: Partial<Line>) =>
    setAgenda(agenda.map((l) => (l.key === key ? { ...l, ...part } : l)))
  return (
    <Ask
      opened
      onClose={onClose}
      size="xl"
      title={t('plan:series.new')}
      action={t('plan:series.create')}
      busy={create.isPending}
      error={create.error ? say(create.error) : all.error ? say(all.error) : null}
      onYes={() => create.mutate()}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('plan:series.help')}
        </Text>
        <div className="pair">
          <TextInput
            data-autofocus
            required
            label={t('plan:series.name')}
            value={name}
            error={fault('name')}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <TextInput
            label={t('plan:series.nameEn')}
            value={nameEn}
            error={fault('name_en')}
            onChange={(e) => setNameEn(e.currentTarget.value)}
          />
          <Select
            label={t('plan:series.cadence')}
            allowDeselect={false}
            data={CADENCES.map((c) => ({ value: c, label: t(`plan:cadence.${c}`) }))}
            value={cadence}
            error={fault('cadence')}
            onChange={(c) => c && setCadence(c as Cadence)}
          />
          <InstantInput
            withAsterisk
            label={t('plan:series.first')}
            value={at}
            onChange={setAt}
            error={fault('scheduled_at')}
          />
          <TextInput
            label={t('plan:series.title')}
            placeholder={name}
            value={title}
            error={fault('title')}
            onChange={(e) => setTitle(e.currentTarget.value)}
          />
          <Select
            label={t('plan:series.hub')}
            allowDeselect={false}
            data={sites.map((s) => ({ value: s.id, label: nameOf(s) }))}
            value={hub || null}
            error={fault('hub_site_id')}
            onChange={setHub}
          />
          <TextInput
            required
            label={t('plan:series.chair')}
            value={chair}
            error={fault('chair_name')}
            onChange={(e) => setChair(e.currentTarget.value)}
          />
          <TextInput
            label={t('plan:series.chairTitle')}
            value={position}
            error={fault('chair_title')}
            onChange={(e) => setPosition(e.currentTarget.value)}
          />
        </div>
        <SiteChoice sites={sites} hub={hub} value={taking} onChange={setChosen} error={fault('site_ids')} />
        <Input.Wrapper
          component="fieldset"
          className="choice"
          labelElement="div"
          label={t('office:conf.agenda')}
          error={fault('agenda')}
        >
          <Stack gap={6} mt={6}>
            {agenda.map((l, n) => (
              <Group key={l.key} gap={6} wrap="nowrap" align="flex-start" className="series-item">
                <TextInput
                  style={{ flex: 1, minWidth: 0 }}
                  aria-label={`${t('office:conf.itemTitle')} ${n + 1}`}
                  value={l.title}
                  error={fault(`agenda.${n}.title`)}
                  onChange={(e) => change(l.key, { title: e.currentTarget.value })}
                />
                <Select
                  w={170}
                  className="series-kind"
                  aria-label={`${t('office:conf.kindLabel')} ${n + 1}`}
                  allowDeselect={false}
                  data={KINDS.map((k) => ({ value: k, label: t(`office:conf.kind.${k}`) }))}
                  value={l.kind}
                  onChange={(k) => k && change(l.key, { kind: k as AgendaKind })}
                />
                <NumberInput
                  w={86}
                  classNames={{ input: 'num' }}
                  aria-label={`${t('office:conf.minutesShort')} ${n + 1}`}
                  suffix="′"
                  min={0}
                  max={1440}
                  allowDecimal={false}
                  value={l.minutes}
                  error={fault(`agenda.${n}.minutes`)}
                  onChange={(m) => change(l.key, { minutes: Number(m) || 0 })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`${t('office:act.delete')}: ${n + 1}. ${l.title}`}
                  onClick={() => setAgenda(agenda.filter((x) => x.key !== l.key))}
                >
                  <IconTrash size={18} />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
          <Button
            mt={6}
            size="sm"
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setAgenda([...agenda, line('other', 10, '')])}
          >
            {t('office:conf.addItem')}
          </Button>
        </Input.Wrapper>
      </Stack>
    </Ask>
  )
}

const KINDS: AgendaKind[] = ['opening', 'review', 'report', 'discussion', 'conclusion', 'break', 'other']
