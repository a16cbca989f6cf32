/** Everything that is known, for reporters: now, planned, over. */
import { Button } from '@mantine/core'
import { useGo } from '#web/kit/links.tsx'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Outage } from '../contract.ts'
import { Join } from './join.tsx'
import classes from './outages.module.css'
import { OutageShown } from './shown.tsx'
import { outageWords } from './texts.ts'
import { useOutages } from './use.ts'

export default function OutagesPage() {
  const t = useText(outageWords)
  const go = useGo()
  const { data, error, refetch } = useOutages()
  const now = Date.now()
  const groups = [
    { title: t('out.now'), rows: data?.filter((one) => !one.endedAt && Date.parse(one.from) <= now) },
    { title: t('out.planned'), rows: data?.filter((one) => !one.endedAt && Date.parse(one.from) > now) },
    { title: t('out.over'), rows: data?.filter((one) => one.endedAt) },
  ]
  return (
    <Page title={t('out.title')} lead={t('out.lead')} under={[{ label: t('out.portal'), to: '/portal' }]} width="form">
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data?.length === 0 && (
        <Empty title={t('out.none')} action={<Button onClick={() => go('/portal/new')}>{t('out.report')}</Button>}>
          {t('out.none.text')}
        </Empty>
      )}
      {groups.map(({ title, rows }) => rows && rows.length > 0 && <Group key={title} title={title} rows={rows} done={() => void refetch()} />)}
    </Page>
  )
}

function Group({ title, rows, done }: { title: string; rows: readonly Outage[]; done: () => void }) {
  return (
    <Section title={title}>
      <ul className={classes.list}>
        {rows.map((one) => (
          <li key={one.id} className={classes.outage}>
            <OutageShown one={one}>
              <Join one={one} done={done} />
            </OutageShown>
          </li>
        ))}
      </ul>
    </Section>
  )
}
