/** The kinds of items of an organisation: what is asked of each, and its life. */
import { Button } from '@mantine/core'
import { Link, useGo } from '#web/kit/links.tsx'
import { Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { KnownKind } from '../kinds/contract.ts'
import { ChosenOrganisation, useChosenOrganisation } from './chosenOrganisation.tsx'
import classes from './item.module.css'
import { kindTexts } from './kindTexts.ts'
import { useKinds } from './more.ts'
import { useName } from './names.ts'
import { ItemPlaces } from './places.tsx'

export default function KindsPage() {
  const t = useText(kindTexts)
  const name = useName()
  const go = useGo()
  const { organisationId, mayChange, several } = useChosenOrganisation()
  const kinds = useKinds(organisationId)
  const sorted = kinds?.toSorted((one, other) => Number(other.active) - Number(one.active) || name(one.names).localeCompare(name(other.names)))
  const query = several ? `?organisationId=${organisationId}` : ''
  return (
    <Page
      title={t('items.kinds.title')}
      lead={t('items.kinds.lead')}
      under={[{ label: t('items.title'), to: '/items' }]}
      actions={mayChange && <Button onClick={() => go(`/items/kinds/new${query}`)}>{t('items.kinds.new')}</Button>}
    >
      <ItemPlaces />
      <ChosenOrganisation />
      {!sorted && <Skeletons rows={8} />}
      <ul className={classes.list} aria-label={t('items.kinds.title')}>
        {sorted?.map((kind) => (
          <KindRow key={kind.key} kind={kind} to={`/items/kinds/${kind.key}${query}`} />
        ))}
      </ul>
    </Page>
  )
}

function KindRow({ kind: { names, attributes, states, active, shipped, version }, to }: { kind: KnownKind; to: string }) {
  const t = useText(kindTexts)
  const name = useName()
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <Link to={to}>{name(names)}</Link>{' '}
        <span className="dim small">{t('items.kinds.size', { attributes: attributes.length, states: states.length })}</span>
      </span>
      {!active && <StateBadge meaning="cancelled">{t('items.kinds.unused')}</StateBadge>}
      {!shipped && <StateBadge meaning="progress">{t('items.kinds.own')}</StateBadge>}
      {shipped && version > 0 && <StateBadge meaning="held">{t('items.kinds.adapted')}</StateBadge>}
    </li>
  )
}
