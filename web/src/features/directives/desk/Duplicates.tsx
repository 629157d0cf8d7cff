import { Alert, Button, Group, Text } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../api/office'
import { useFormats } from '../../../ui/formats'
import { useUnits } from '../../office'

/** Open directives that ask much the same of the same units; the draft is kept beside them, or dropped. */
export function Duplicates({
  draft: d,
  writes,
  onKeep,
  onDrop,
}: {
  draft: Draft
  writes: boolean
  onKeep: () => void
  onDrop: () => void
}) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const units = useUnits()
  if (d.duplicates.length === 0) return null
  return (
    <Alert
      color="orange"
      mt="xs"
      py="xs"
      icon={<IconCopy size={18} />}
      title={t('desk.duplicate', { count: d.duplicates.length })}
    >
      {d.duplicates.map((o) => (
        <div key={o.id}>
          <Link className="plain-link" to="/directives/$id" params={{ id: o.id }} target="_blank">
            {o.text}
          </Link>
          <Text size="sm">
            {[
              o.number,
              o.unit_ids.length > 3
                ? t('desk.units', { count: o.unit_ids.length })
                : o.unit_ids.map(units.name).join(', '),
              o.deadline && `${t('office:dir.deadline')} ${f.date(o.deadline)}`,
              `${o.percent}%`,
              t('desk.likeness', { percent: o.likeness }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
      ))}
      {writes && (
        <Group gap="xs" mt={6}>
          <Button size="compact-md" variant="default" onClick={onKeep}>
            {t('desk.keep')}
          </Button>
          <Button size="compact-md" variant="subtle" color="son" onClick={onDrop}>
            {t('desk.drop')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
