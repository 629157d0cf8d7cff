import '../../ui/office.css'
import { Button, Group } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconPrinter } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A page of paper: A4, black on white, with its buttons only on the screen. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation('office')
  const router = useRouter()
  useDocumentTitle(title)
  return (
    <>
      <Group className="no-print" justify="center" pt="md" gap="xs">
        <Button variant="default" onClick={() => router.history.back()}>
          {t('act.back')}
        </Button>
        <Button leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
          {t('act.print')}
        </Button>
      </Group>
      <main className="sheet">{children}</main>
    </>
  )
}
