import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { matches } from '../../model/fold'
import { useUnits } from './units'

/** Several units, found by name, short name or alias with or without diacritics. */
export function UnitPicker(props: Omit<MultiSelectProps, 'data' | 'filter'>) {
  const { t } = useTranslation('office')
  const units = useUnits()
  return (
    <MultiSelect
      searchable
      hidePickedOptions
      classNames={{ pill: 'unit-pill', pillsList: 'unit-pills', inputField: 'unit-search' }}
      maxDropdownHeight={260}
      placeholder={props.value && props.value.length > 0 ? undefined : t('unit.pick')}
      nothingFoundMessage={t('unit.none')}
      data={units.all.map((u) => ({ value: u.id, label: units.nameOf(u) }))}
      filter={({ options, search }) =>
        options.filter((o) => {
          if (!('value' in o)) return false
          const u = units.byId.get(o.value)
          return matches([o.label, u?.name, u?.short, ...(u?.aliases ?? [])].join(' '), search)
        })
      }
      {...props}
    />
  )
}
