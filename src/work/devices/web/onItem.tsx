/** On the page of an item: which agents report it, by what it is known, and why each was put with it. */
import { useMayAt } from '#record/items/web/more.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Device } from '../identity/contract.ts'
import { identity } from './calls.ts'
import classes from './devices.module.css'
import { Joinings } from './joinings.tsx'
import { agentKind } from './marks.tsx'
import { MoveAgent } from './moveAgent.tsx'
import { webTexts } from './texts.ts'

export default function DeviceOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(webTexts)
  const may = useMayAt('devices.work', item.organisationId)
  const { data, error, refetch } = useLoad({
    key: ['devices', 'item', item.id],
    load: (signal) => identity.device({ params: { id: item.id } }, { signal }),
    about: [`item/${item.id}`],
    on: ['devices.agentDecided'],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Most items are no device; of them there is nothing to say.
  if (!data || (data.agents.length === 0 && data.joinings.length === 0)) return null
  return (
    <Section title={title}>
      <div className={classes.stack}>
        {data.agents.length === 0 && <p className="dim">{t('devices.item.noAgents')}</p>}
        <ul className={classes.list} aria-label={t('devices.item.agents')}>
          {data.agents.map((agent) => (
            <li key={agent.id} className={classes.row}>
              <span className={classes.wide}>
                {agentKind(agent)} <span className="mono small dim">{agent.deviceId}</span>
              </span>
              <span className="dim small">
                {t('devices.item.seen')} <Time at={agent.lastSeenAt} />
              </span>
              <MoveAgent agent={agent} item={item} why={may ? undefined : t('devices.item.notYours')} />
            </li>
          ))}
        </ul>
        {data.agents.length > 0 && <Traits traits={data.traits} />}
        <Joinings joinings={data.joinings} />
      </div>
    </Section>
  )
}

function Traits({ traits }: Pick<Device, 'traits'>) {
  const t = useText(webTexts)
  const kinds = Map.groupBy(traits, ({ kind }) => kind)
  return (
    <section className={classes.part} aria-label={t('devices.item.traits')}>
      <h3>{t('devices.item.traits')}</h3>
      {traits.length === 0 && <p className="dim">{t('devices.item.noTraits')}</p>}
      <Facts
        rows={[...kinds].map(([kind, all]) => ({
          key: kind,
          label: t(`devices.identity.reason.${kind}`),
          value: <span className="mono small">{all.map(({ value }) => value).join(', ')}</span>,
        }))}
      />
    </section>
  )
}
