/** In the portal: how the services of my organisations do. */
import IconStatus from '@tabler/icons-react/dist/esm/icons/IconActivityHeartbeat.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '#web/kit/links.tsx'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { statusCalls } from './calls.ts'
import { StatusShown } from './shown.tsx'
import { statusWords } from './texts.ts'

export default function PortalStatusPage() {
  const t = useText(statusWords)
  const { data, error, refetch } = useQuery({
    queryKey: ['portal', 'status'],
    queryFn: ({ signal }) => statusCalls.status({}, { signal }),
    refetchInterval: 60_000,
  })
  return (
    <Page title={t('status.title')} lead={t('status.lead')} actions={<Link to="/portal/new">{t('status.report')}</Link>}>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data?.length === 0 && (
        <Empty icon={IconStatus} title={t('status.none')}>
          {t('status.noneWhat')}
        </Empty>
      )}
      {data?.length === 1 && data.map((page) => <StatusShown key={page.title} page={page} />)}
      {data &&
        data.length > 1 &&
        data.map((page) => (
          <Section key={page.title} title={page.title}>
            <StatusShown page={page} />
          </Section>
        ))}
    </Page>
  )
}
