/** Places as a tree, coloured by the worst state of what is in them; the place one looks at is in the address. */
import { NativeSelect } from '@mantine/core'
import IconMap from '@tabler/icons-react/dist/esm/icons/IconMapPin.mjs'
import { useMemo } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { type ItemState, itemStates } from '#record/norms/deviations/contract.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import { api } from '#web/kit/api.ts'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { type Meaning, StateBadge, toneOf } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import { type Counts, monitoringMap } from '../contract.ts'
import { type Branch, treeOf, wayTo, worstIn } from '../rules.ts'
import classes from './map.module.css'
import { mapWords } from './texts.ts'

const calls = api(monitoringMap)
const on = ['norms.', 'items.']
const meanings: Readonly<Record<ItemState, Meaning>> = { ...severityMeaning, unknown: 'waiting', ok: 'held', unwatched: 'cancelled' }
const nowhere = 'none'

export default function MapPage() {
  const t = useText(mapWords)
  const [state, change] = useUrlState()
  const organisations = useWhere('monitoring.read')
  const organisationId = listOf(state.organisation)[0] ?? organisations[0]?.id ?? ''
  const place = listOf(state.place)[0]
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'map', organisationId],
    load: (signal) => calls.places({ query: { organisationId } }, { signal }),
    on,
    when: organisationId !== '',
  })
  const roots = useMemo(() => treeOf(data?.places ?? []), [data])
  const way = place && place !== nowhere ? wayTo(roots, place) : []
  const address = (id?: string) =>
    `/monitoring/map?${new URLSearchParams({ ...(organisations.length > 1 && { organisation: organisationId }), ...(id && { place: id }) })}`
  const children = way.at(-1)?.children ?? (place === nowhere ? [] : roots)
  return (
    <MonitoringPage title={t('map.title')} lead={t('map.lead')}>
      {organisations.length > 1 && (
        <NativeSelect
          aria-label={t('map.organisation')}
          value={organisationId}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => change({ organisation: event.currentTarget.value, place: undefined })}
        />
      )}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data?.places.length === 0 && (
        <Empty icon={IconMap} title={t('map.none')}>
          {t('map.noneWhat')}
        </Empty>
      )}
      {data && place && (
        <nav className={classes.way} aria-label={t('map.title')}>
          <ViewLink to={address()} on={false}>
            {t('map.all')}
          </ViewLink>
          {way.map(({ id, name }) => (
            <span key={id}>
              /{' '}
              <ViewLink to={address(id)} on={id === place}>
                {name}
              </ViewLink>
            </span>
          ))}
          {place === nowhere && <span>/ {t('map.nowhere')}</span>}
        </nav>
      )}
      <ul className={classes.places}>
        {children.map((branch) => (
          <li key={branch.id}>
            <Place branch={branch} to={address(branch.id)} />
          </li>
        ))}
        {data && !place && Object.values(data.nowhere).some((count) => count > 0) && (
          <li>
            <Card name={t('map.nowhere')} counts={data.nowhere} to={address(nowhere)} />
          </li>
        )}
      </ul>
      {data && place && <Items organisationId={organisationId} locationId={place === nowhere ? undefined : place} />}
    </MonitoringPage>
  )
}

const Place = ({ branch: { name, all }, to }: { branch: Branch; to: string }) => <Card name={name} counts={all} to={to} />
function Card({ name, counts, to }: { name: string; counts: Counts; to: string }) {
  const t = useText(mapWords)
  const worst = worstIn(counts)
  return (
    <div className={classes.place} data-tone={worst && toneOf(meanings[worst])}>
      <ViewLink to={to} on={false} className={classes.name}>
        {name}
      </ViewLink>
      {worst === undefined ? (
        <span className="dim">{t('map.empty')}</span>
      ) : (
        <StateBadge meaning={meanings[worst]} plain>
          {t(`monitoring.map.${worst}`)}
        </StateBadge>
      )}
      <div className={`${classes.counts} dim small`}>
        {itemStates
          .filter((one) => counts[one] > 0)
          .map((one) => (
            <span key={one}>
              {counts[one]} {t(`monitoring.map.${one}`)}
            </span>
          ))}
      </div>
    </div>
  )
}

function Items({ organisationId, locationId }: { organisationId: string; locationId: string | undefined }) {
  const t = useText(mapWords)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'map', organisationId, 'items', locationId ?? ''],
    load: (signal) => calls.itemsAt({ query: { organisationId, ...(locationId && { locationId }) } }, { signal }),
    on,
  })
  return (
    <Section title={t('map.items')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && <p className="dim">{t('map.noItems')}</p>}
      <ul className={classes.items}>
        {data?.items.map(({ id, number, name, state }) => (
          <li key={id}>
            <StateBadge meaning={meanings[state]} plain>
              {t(`monitoring.map.${state}`)}
            </StateBadge>
            <Link to={`/items/${number}`}>{name}</Link>
            <span className="mono dim">{number}</span>
          </li>
        ))}
      </ul>
      {data?.more && <p className="dim">{t('map.more')}</p>}
    </Section>
  )
}
