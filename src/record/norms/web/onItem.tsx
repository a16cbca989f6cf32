/** On the page of an item: everything that must hold for it, what is broken first. */
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { AskException } from './askException.tsx'
import { deviations } from './calls.ts'
import { ObservedWords, Outcome } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export default function NormsOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const { id: itemId, name, organisationId } = item
  const t = useText(webTexts)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'item', itemId],
    load: (signal) => deviations.itemStandings({ params: { id: itemId } }, { signal }),
    about: [`item/${itemId}`],
  })
  return (
    <Section title={title}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className="dim">{t('norms.item.none')}</p>}
      <ul className={classes.list}>
        {data?.items.map(({ expectation, verdict, excepted, since, observed }) => (
          <li key={expectation.id} className={classes.row}>
            <Outcome verdict={verdict} excepted={excepted} />
            <span className={classes.wide}>
              <Link to={`/norms/expectations/${expectation.id}`}>{expectation.title}</Link>
              {verdict !== 'met' && (
                <div>
                  <ObservedWords observed={observed} />
                </div>
              )}
            </span>
            <span className="dim">
              <Time at={since} />
            </span>
            {!excepted && verdict !== 'met' && (
              <AskException compact expectation={expectation} organisationId={organisationId} item={{ id: itemId, name }} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
