import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Rule, saveRules } from '../../api/follow'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { ActError } from '../office'

const MEASURES = ['share_in_time', 'share_early', 'share_late', 'share_missed', 'missed', 'due'] as const
type Condition = Rule['all'][number]

/** The rules by which units are evaluated: tried from the top, the first whose conditions all hold gives the level. */
export function Rules({ rules, may }: { rules: Rule[]; may: boolean }) {
  const { t, i18n } = useTranslation('follow')
  const f = useFormats()
  const [editing, setEditing] = useState(false)
  if (editing) return <Editor rules={rules} onDone={() => setEditing(false)} />
  return (
    <Panel
      title={t('rules.title')}
      aside={
        may && (
          <Button
            size="sm"
            variant="default"
            className="no-print"
            leftSection={<IconPencil size={17} />}
            onClick={() => setEditing(true)}
          >
            {t('rules.edit')}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('rules.help')}
      </Text>
      <ol className="rules">
        {rules.map((r) => (
          <li key={r.level}>
            <b>{(i18n.language === 'en' && r.name_en) || r.name}</b>
            {': '}
            {r.all.length === 0
              ? t('rules.rest')
              : r.all
                  .map(
                    (c) =>
                      `${t(`measure.${c.measure}`)} ${c.at_least ? t('rules.atLeast') : t('rules.atMost')} ${f.number(c.bound)}`,
                  )
                  .join('; ')}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** Each rule under a key of its own, so that what is typed stays with its rule. */
type Row = Rule & { key: number }

function Editor({ rules, onDone }: { rules: Rule[]; onDone: () => void }) {
  const { t } = useTranslation(['follow', 'office'])
  const qc = useQueryClient()
  const [rows, setRows] = useState<Row[]>(() => rules.map((r, key) => ({ ...r, key })))
  const save = useMutation({
    mutationFn: () =>
      saveRules(rows.map(({ level, name, name_en, all }) => ({ level, name: name.trim(), name_en: name_en.trim(), all }))),
    onSuccess: () => {
      void qc.invalidateQueries({ queryKey: ['directives', 'summary'] })
      tell({ message: t('rules.saved'), color: 'teal' })
      onDone()
    },
  })
  const change = (n: number, part: Partial<Rule>) => setRows(rows.map((r, i) => (i === n ? { ...r, ...part } : r)))
  const move = (n: number, by: number) => {
    const next = [...rows]
    const [r] = next.splice(n, 1)
    if (r) next.splice(n + by, 0, r)
    setRows(next)
  }
  const add = () => {
    const key = Math.max(0, ...rows.map((r) => r.key)) + 1
    const fresh: Row = {
      key,
      level: `level-${key}`,
      name: t('rules.newName'),
      name_en: '',
      all: [{ measure: 'share_in_time', at_least: true, bound: 50 }],
    }
    setRows([...rows.slice(0, -1), fresh, ...rows.slice(-1)])
  }
  return (
    <Panel title={t('rules.title')}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('rules.help')}
        </Text>
        {rows.map((r, n) => {
          const last = n === rows.length - 1
          return (
            <fieldset key={r.key} className="rule">
              <legend>{t('rules.level', { n: n + 1 })}</legend>
              <Group gap="xs" align="flex-end">
                <TextInput
                  label={t('rules.name')}
                  value={r.name}
                  maxLength={100}
                  error={r.name.trim() ? undefined : t('office:field.required')}
                  onChange={(e) => change(n, { name: e.currentTarget.value })}
                />
                <TextInput
                  label={t('rules.nameEn')}
                  value={r.name_en}
                  maxLength={100}
                  onChange={(e) => change(n, { name_en: e.currentTarget.value })}
                />
                {!last && (
                  <>
                    <ActionIcon variant="default" size={36} disabled={n === 0} aria-label={t('rules.up', { name: r.name })} onClick={() => move(n, -1)}>
                      <IconArrowUp size={17} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      size={36}
                      disabled={n >= rows.length - 2}
                      aria-label={t('rules.down', { name: r.name })}
                      onClick={() => move(n, 1)}
                    >
                      <IconArrowDown size={17} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      size={36}
                      aria-label={t('rules.drop', { name: r.name })}
                      onClick={() => setRows(rows.filter((x) => x.key !== r.key))}
                    >
                      <IconTrash size={17} />
                    </ActionIcon>
                  </>
                )}
              </Group>
              {last ? (
                <Text size="sm" c="dimmed" mt="xs">
                  {t('rules.rest')}
                </Text>
              ) : (
                <Conditions all={r.all} onChange={(all) => change(n, { all })} />
              )}
            </fieldset>
          )
        })}
        <ActError error={save.error} />
        <Group justify="space-between">
          <Button variant="default" leftSection={<IconPlus size={17} />} disabled={rows.length >= 10} onClick={add}>
            {t('rules.add')}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onDone}>
              {t('office:act.cancel')}
            </Button>
            <Button
              loading={save.isPending}
              disabled={rows.some((r, n) => !r.name.trim() || (n < rows.length - 1 && r.all.length === 0))}
              onClick={() => save.mutate()}
            >
              {t('office:act.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Panel>
  )
}

function Conditions({ all, onChange }: { all: Condition[]; onChange: (all: Condition[]) => void }) {
  const { t } = useTranslation('follow')
  const change = (n: number, part: Partial<Condition>) =>
    onChange(all.map((c, i) => (i === n ? { ...c, ...part } : c)))
  return (
    <Stack gap={6} mt="xs">
      {all.map((c, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name, and are only changed in place or dropped
        <Group key={n} gap="xs">
          <NativeSelect
            aria-label={t('rules.measure')}
            data={MEASURES.map((m) => ({ value: m, label: t(`measure.${m}`) }))}
            value={c.measure}
            onChange={(e) => change(n, { measure: e.currentTarget.value as Condition['measure'] })}
          />
          <NativeSelect
            aria-label={t('rules.relation')}
            data={[
              { value: 'min', label: t('rules.atLeast') },
              { value: 'max', label: t('rules.atMost') },
            ]}
            value={c.at_least ? 'min' : 'max'}
            onChange={(e) => change(n, { at_least: e.currentTarget.value === 'min' })}
          />
          <NumberInput
            aria-label={t('rules.bound')}
            w={110}
            min={0}
            value={c.bound}
            onChange={(v) => change(n, { bound: Number(v) || 0 })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            disabled={all.length === 1}
            aria-label={t('rules.dropCondition', { n: n + 1 })}
            onClick={() => onChange(all.filter((_, i) => i !== n))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="compact-md"
          variant="subtle"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...all, { measure: 'share_missed', at_least: false, bound: 10 }])}
        >
          {t('rules.addCondition')}
        </Button>
      </Group>
    </Stack>
  )
}
