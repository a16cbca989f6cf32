/** One agent beside the list: who it is, what it sent, and what is decided about it. */
import { sizeOf } from '#web/kit/fileField.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Agent } from '../intake/contract.ts'
import { intake } from './calls.ts'
import { Decide } from './decide.tsx'
import classes from './devices.module.css'
import { AgentState, agentKind } from './marks.tsx'
import { webTexts } from './texts.ts'

export const rawOf = (id: string) => `/api/devices/documents/${id}/raw`

export function AgentSide({ agent, organisation }: { agent: Agent; organisation: ((id: string) => string) | undefined }) {
  const t = useText(webTexts)
  const works = useMay('devices.work')
  const { item, organisationId } = agent
  return (
    <div className={classes.stack}>
      <Facts
        rows={[
          { label: t('devices.col.state'), value: <AgentState {...agent} /> },
          { label: t('devices.col.agent'), value: agentKind(agent) },
          { label: t('devices.agent.deviceId'), value: <span className="mono">{agent.deviceId}</span> },
          {
            label: t('devices.col.item'),
            value: item ? <Link to={`/items/${item.number}`}>{item.name}</Link> : <span className="dim">{t('devices.agent.noItem')}</span>,
          },
          ...(organisation && organisationId ? [{ label: t('devices.col.organisation'), value: organisation(organisationId) }] : []),
          { label: t('devices.agent.key'), value: t('devices.agent.byKey', { byKey: String(agent.byKey) }) },
          { label: t('devices.col.address'), value: <span className="mono">{agent.address}</span> },
          { label: t('devices.col.firstSeen'), value: <Time at={agent.firstSeenAt} /> },
          { label: t('devices.col.lastSeen'), value: <Time at={agent.lastSeenAt} /> },
        ]}
      />
      <Decide agents={[agent]} />
      {works && <Sent agentId={agent.id} />}
    </div>
  )
}

function Sent({ agentId }: { agentId: string }) {
  const t = useText(webTexts)
  const { rows, error, retry } = useLoadList({
    key: ['devices', 'documents', 'of', agentId],
    load: (after, signal) => intake.documents({ query: { agentId, limit: 10, ...(after && { after }) } }, { signal }),
    on: ['devices.'],
  })
  return (
    <section className={classes.part} aria-label={t('devices.agent.documents')}>
      <h3>{t('devices.agent.documents')}</h3>
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={2} />}
      {rows?.length === 0 && <p className="dim small">{t('devices.agent.noDocuments')}</p>}
      <ul className={classes.list}>
        {rows?.map(({ id, receivedAt, state, size }) => (
          <li key={id} className={classes.row}>
            <span className={classes.wide}>
              <Time at={receivedAt} />
              <span className="dim small">
                {' '}
                {t(`devices.documentState.${state}`)}, {sizeOf(size, t.locale)}
              </span>
            </span>
            <a href={rawOf(id)} download>
              {t('devices.post.save')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
