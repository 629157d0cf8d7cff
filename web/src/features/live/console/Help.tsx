import { Modal, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Key } from './Key'

const rows = [
  ['Space', 'take'],
  ['1–99', 'pick'],
  ['⇧ 1–99', 'choose'],
  ['D', 'dialogue'],
  ['G', 'grant'],
  ['B', 'back'],
  ['C', 'confirm'],
  ['M', 'muteAll'],
  ['I', 'interrupt'],
  ['E', 'extend'],
  ['P', 'pause'],
  ['N', 'nextItem'],
  ['L', 'browse'],
  ['V', 'look'],
  ['T', 'papers'],
  ['PgUp PgDn', 'page'],
  ['?', 'help'],
] as const

export default function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('live')
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')} size="lg">
      <Table verticalSpacing={5}>
        <Table.Tbody>
          {rows.map(([k, what]) => (
            <Table.Tr key={k}>
              <Table.Th w={150} scope="row">
                <span className="gb-keys">
                  <Key k={k} />
                  {what === 'grant' && (
                    <>
                      {' / '}
                      <Key k="Enter" />
                    </>
                  )}
                </span>
                <span className="sr">{k}</span>
              </Table.Th>
              <Table.Td>{t(`keys.${what}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className="gb-dim">{t('keys.note')}</p>
    </Modal>
  )
}
