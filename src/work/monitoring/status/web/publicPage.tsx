/** Without signing in, for who has the address. */
import { useQuery } from '@tanstack/react-query'
import { problemIn } from '#web/kit/api.ts'
import { Link, usePath } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { statusCalls } from './calls.ts'
import { StatusShown } from './shown.tsx'
import { statusWords } from './texts.ts'

export default function PublicStatusPage() {
  const t = useText(statusWords)
  const token = usePath().token ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: ['public-status', token],
    queryFn: ({ signal }) => statusCalls.publicStatus({ params: { token } }, { signal }),
    refetchInterval: 60_000,
  })
  if (error && problemIn(error)?.status === 404)
    return (
      <Sheet title={t('status.gone')}>
        <p>{t('status.gone.text')}</p>
        <p>
          <Link to="/sign-in">{t('status.signIn')}</Link>
        </p>
      </Sheet>
    )
  return (
    <Sheet title={data?.title ?? t('status.title')} lead={t('status.lead')} wide>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && <StatusShown page={data} />}
    </Sheet>
  )
}
