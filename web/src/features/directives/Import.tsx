import './follow.css'
import { Alert, Button, FileButton, Group, Select, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportFile, type Imported, importDirectives } from '../../api/follow'
import { conferencesQuery } from '../../api/office'
import { Panel } from '../../ui/Panel'
import { ActError, Page } from '../office'

const SHOWN = 200

/** Directives from elsewhere: a table is read and every cell that is wrong is named before anything is taken over. */
export function ImportPage() {
  const { t } = useTranslation(['follow', 'office'])
  const qc = useQueryClient()
  const conferences = useQuery(conferencesQuery)
  const [file, setFile] = useState<File | null>(null)
  const [conference, setConference] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const check = useMutation({ mutationFn: (f: File) => importDirectives(f, true, '') })
  const take = useMutation({
    mutationFn: () => importDirectives(file as File, false, conference ?? ''),
    onSuccess: () => void qc.invalidateQueries({ queryKey: ['directives'] }),
  })
  const choose = (f: File | null) => {
    if (!f) return
    setFile(f)
    take.reset()
    check.mutate(f)
  }
  const drop = (e: DragEvent) => {
    e.preventDefault()
    setOver(false)
    choose(e.dataTransfer.files[0] ?? null)
  }
  const found = check.data
  return (
    <Page title={t('imp.title')} up={{ link: { to: '/directives' }, label: t('office:dir.title') }}>
      <Panel title={t('imp.file')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same by keyboard */}
        <div
          className="drop"
          data-over={over}
          onDragOver={(e) => {
            e.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <IconFileSpreadsheet size={34} stroke={1.5} aria-hidden />
          <Text ta="center">{t('imp.help')}</Text>
          <Text size="sm" c="dimmed" ta="center">
            {t('imp.columns')}
          </Text>
          <Group gap="xs" justify="center">
            <FileButton onChange={choose} accept=".xlsx,.csv,.txt">
              {(props) => (
                <Button leftSection={<IconUpload size={18} />} loading={check.isPending} {...props}>
                  {t('imp.choose')}
                </Button>
              )}
            </FileButton>
            <Button component="a" variant="default" href={exportFile({ state: 'cancelled' }, 'vi')} download>
              {t('imp.sample')}
            </Button>
          </Group>
          {file && <Text fw={600}>{file.name}</Text>}
        </div>
        <ActError error={check.error} />
      </Panel>
      {found && !take.data && (
        <Panel title={t('imp.check')}>
          <Stack gap="md">
            {found.errors.length === 0 ? (
              <Alert color="teal" icon={<IconCheck />} role="status">
                {found.rows === 0 ? t('imp.empty') : t('imp.good', { count: found.rows })}
              </Alert>
            ) : (
              <Errors found={found} />
            )}
            {found.errors.length === 0 && found.rows > 0 && (
              <Group align="flex-end" gap="sm">
                <Select
                  label={t('imp.conference')}
                  placeholder={t('imp.noConference')}
                  w={{ base: '100%', sm: 380 }}
                  clearable
                  clearButtonProps={{ 'aria-label': t('office:act.clear') }}
                  data={(conferences.data ?? []).map((c) => ({ value: c.id, label: c.title }))}
                  value={conference}
                  onChange={setConference}
                />
                <Button loading={take.isPending} onClick={() => take.mutate()}>
                  {t('imp.take', { count: found.rows })}
                </Button>
              </Group>
            )}
            <ActError error={take.error} />
          </Stack>
        </Panel>
      )}
      {take.data && (
        <Alert color="teal" icon={<IconCheck />} role="status" title={t('imp.taken', { count: take.data.imported })}>
          <Link to="/directives" search={conference ? { conference, state: 'all' } : {}}>
            {t('imp.toList')}
          </Link>
        </Alert>
      )}
    </Page>
  )
}

function Errors({ found }: { found: Imported }) {
  const { t } = useTranslation('follow')
  return (
    <>
      <Alert color="son" icon={<IconAlertTriangle />} role="alert">
        {t('imp.wrong', { count: found.errors.length, rows: found.rows })}
      </Alert>
      <Table className="stack" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={90}>{t('imp.row')}</Table.Th>
            <Table.Th w={200}>{t('imp.column')}</Table.Th>
            <Table.Th>{t('imp.what')}</Table.Th>
            <Table.Th>{t('imp.value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.errors.slice(0, SHOWN).map((e) => (
            <Table.Tr key={`${e.row}.${e.column}.${e.rule}.${e.value}`}>
              <Table.Td className="num" data-label={t('imp.row')}>
                {e.row}
              </Table.Td>
              <Table.Td data-label={t('imp.column')}>{t(`imp.col.${e.column}`)}</Table.Td>
              <Table.Td data-label={t('imp.what')}>{t(`imp.rule.${e.rule}`)}</Table.Td>
              <Table.Td data-label={t('imp.value')} style={{ overflowWrap: 'anywhere' }}>
                {e.column === 'head' ? t(`imp.col.${e.value as 'text'}`) : e.value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {found.errors.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t('imp.more', { count: found.errors.length - SHOWN })}
        </Text>
      )}
    </>
  )
}
