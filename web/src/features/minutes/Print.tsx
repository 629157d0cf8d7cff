import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { minutesQuery } from '../../api/office'
import { Load, Sheet } from '../office'
import { Blocks } from './Blocks'

export function PrintMinutes({ id }: { id: string }) {
  const { t, i18n } = useTranslation('office')
  const query = useQuery(minutesQuery(id, i18n.language))
  return (
    <Sheet title={t('min.title')}>
      <Load of={query}>{(blocks) => <Blocks blocks={blocks} />}</Load>
    </Sheet>
  )
}
