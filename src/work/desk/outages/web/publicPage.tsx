/** Without signing in: what an organisation made public, the same for everybody. */
import { useQuery } from '@tanstack/react-query'
import { problemIn } from '#web/kit/api.ts'
import { Link, usePath } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { outageCalls } from './calls.ts'
import classes from './outages.module.css'
import { OutageShown } from './shown.tsx'
import { outageWords } from './texts.ts'

export default function PublicPage() {
  const t = useText(outageWords)
  const slug = usePath().slug ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: ['public-outages', slug],
    queryFn: ({ signal }) => outageCalls.publicOutages({ params: { slug } }, { signal }),
    refetchInterval: 60_000,
  })
  if (error && problemIn(error)?.status === 404)
    return (
      <Sheet title={t('out.public.gone')}>
        <p>{t('out.public.gone.text')}</p>
        <p>
          <Link to="/sign-in">{t('out.public.signIn')}</Link>
        </p>
      </Sheet>
    )
  return (
    <Sheet title={data?.title ?? t('out.title')} lead={t('out.public.refresh')} wide>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data?.outages.length === 0 && <p>{t('out.none')}</p>}
      <ul className={classes.list}>
        {data?.outages.map((one) => (
          <li key={`${one.from} ${one.nl?.title ?? one.en?.title}`} className={classes.outage}>
            <OutageShown one={one} />
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
