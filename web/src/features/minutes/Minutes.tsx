import { Button } from '@mantine/core'
import { IconDownload, IconFileText, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { conferenceQuery, minutesFile, minutesQuery, noticeFile } from '../../api/office'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { Load, Page, useRights } from '../office'
import { Blocks } from './Blocks'

/** The minutes as they write themselves from the log, and the files that leave the house. */
export function Minutes({ id }: { id: string }) {
  const { t, i18n } = useTranslation('office')
  const rights = useRights()
  const conference = useQuery(conferenceQuery(id))
  const query = useQuery(minutesQuery(id, i18n.language))
  return (
    <Page
      title={t('min.title')}
      sub={conference.data?.title}
      up={{
        link: { to: '/conferences/$id', params: { id } },
        label: conference.data?.title ?? t('conf.title'),
      }}
      actions={
        <>
          <Button
            component="a"
            href={minutesFile(id, i18n.language)}
            download
            leftSection={<IconDownload size={18} />}
          >
            {t('min.download')}
          </Button>
          {rights.office && (
            <Button
              component="a"
              href={noticeFile(id, i18n.language)}
              download
              variant="default"
              leftSection={<IconFileText size={18} />}
            >
              {t('min.notice')}
            </Button>
          )}
          <ButtonLink
            to="/print/minutes/$id"
            params={{ id }}
            variant="default"
            leftSection={<IconPrinter size={18} />}
          >
            {t('act.print')}
          </ButtonLink>
        </>
      }
    >
      <Load of={query} rows={12}>
        {(blocks) =>
          blocks.length === 0 ? (
            <div className="card">
              <Empty icon={IconFileText} title={t('min.none')} hint={t('min.noneHint')} />
            </div>
          ) : (
            <section className="sheet" aria-label={t('min.preview')} lang={i18n.language}>
              <Blocks blocks={blocks} />
            </section>
          )
        }
      </Load>
    </Page>
  )
}
