import { Button, Select, Stack } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { correctDirective, type IndicatorName, indicatorsQuery } from '../../api/follow'
import { type DirectiveDetail, directiveQuery } from '../../api/office'
import { matches } from '../../model/fold'
import { Ask } from '../../ui/Ask'
import { tell } from '../../ui/tell'
import { useAreas, useFaultText, useFieldFaults } from '../office'

/** Names an indicator in the reader's language; one that is not among them by its id. */
export function useIndicatorName(known: IndicatorName[]) {
  const { i18n } = useTranslation()
  return (id: string) => {
    const i = known.find((k) => k.id === id)
    return (i18n.language === 'en' && i?.name_en) || i?.name || id
  }
}

/** The office's correction of what a directive is filed under, with its reason. */
export function Correct({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['follow', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [area, setArea] = useState('')
  const [indicator, setIndicator] = useState('')
  const [same, setSame] = useState(false)
  const areas = useAreas(d.work_area)
  const indicators = useQuery({ ...indicatorsQuery, enabled: opened })
  const name = useIndicatorName(indicators.data ?? d.indicators)
  const known = (indicators.data ?? d.indicators).map((i) => ({ value: i.id, label: name(i.id) }))
  const send = useMutation({
    mutationFn: (reason: string) =>
      correctDirective(d.id, { work_area: area, indicator_id: indicator, reason, rev: d.rev }),
    onSuccess: (now) => {
      setOpened(false)
      qc.setQueryData(directiveQuery(d.id).queryKey, now)
      void qc.invalidateQueries({ queryKey: ['directives'] })
      tell({ message: t('page.corrected'), color: 'teal' })
    },
    onError: () => void qc.invalidateQueries({ queryKey: directiveQuery(d.id).queryKey }),
  })
  const wrong = useFieldFaults(send.error)
  const choice = (value: string, onChange: (v: string) => void) => ({
    searchable: true,
    clearable: true,
    clearButtonProps: { 'aria-label': t('office:act.clear') },
    filter: ({ options, search }: { options: unknown[]; search: string }) =>
      (options as { value: string; label: string }[]).filter((o) => matches(o.label, search)),
    nothingFoundMessage: t('office:unit.none'),
    value: value || null,
    onChange: (v: string | null) => {
      setSame(false)
      onChange(v ?? '')
    },
  })
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPencil size={17} />}
        onClick={() => {
          send.reset()
          setSame(false)
          setArea(d.work_area)
          setIndicator(d.indicator_id)
          setOpened(true)
        }}
      >
        {t('page.correct')}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('page.correctTitle')}
        body={t('page.correctBody')}
        action={t('page.correct')}
        reason={t('office:field.reason')}
        busy={send.isPending}
        error={same ? t('page.correctSame') : send.error ? say(send.error) : null}
        onYes={(reason) =>
          area === d.work_area && indicator === d.indicator_id ? setSame(true) : send.mutate(reason)
        }
      >
        <Stack gap="sm">
          <Select
            label={t('office:dir.workArea')}
            data={areas}
            error={wrong('work_area')}
            {...choice(area, setArea)}
          />
          <Select
            label={t('desk.indicator')}
            data={known}
            error={wrong('indicator_id')}
            {...choice(indicator, setIndicator)}
          />
        </Stack>
      </Ask>
    </>
  )
}
