/** Cases about an item: open ones first. */
import { casesTexts } from '#record/cases/texts.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Item } from '../contract.ts'
import classes from './item.module.css'
import { linking } from './more.ts'
import { webTexts } from './texts.ts'

export function CasesPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const state = useText(casesTexts)
  const { data, error, refetch } = useLoad({
    key: ['items', 'cases', item.id],
    load: (signal) => linking.itemCases({ params: { id: item.id } }, { signal }),
    on: ['items.caseLinked', 'cases.moved'],
  })
  return (
    <Section title={t('items.cases.title')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className="dim">{t('items.cases.none')}</p>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className="mono">{one.number}</span>
            <span className={classes.wide}>
              <Link to={`/desk/cases/${one.number}`}>{one.title}</Link>
            </span>
            <span>{state(`cases.state.${one.state}`)}</span>
            <span className="dim">
              <Time at={one.openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
