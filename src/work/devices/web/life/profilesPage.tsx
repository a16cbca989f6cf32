/** Profiles: what must be done to a device before somebody gets it. */
import { Button, Menu } from '@mantine/core'
import IconChecklist from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import { ChosenOrganisation, useChosenOrganisation } from '#record/items/web/chosenOrganisation.tsx'
import { useKinds, useMayAt } from '#record/items/web/more.ts'
import { useName } from '#record/items/web/names.ts'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from '../devices.module.css'
import { DevicePlaces } from '../places.tsx'
import { provisioning } from './calls.ts'
import { lifeTexts } from './lifeTexts.ts'

export const useShipped = (when: boolean) => {
  const t = useText(lifeTexts)
  return useLoad({ key: ['devices', 'shippedProfiles', t.locale], load: (signal) => provisioning.shippedProfiles({}, { signal }), when }).data?.items
}

export default function ProfilesPage() {
  const t = useText(lifeTexts)
  const name = useName()
  const { organisationId = '', several } = useChosenOrganisation()
  const kinds = useKinds(organisationId || undefined)
  const { data, error, refetch } = useLoad({
    key: ['devices', 'profiles', organisationId],
    load: (signal) => provisioning.profiles({ query: { organisationId } }, { signal }),
    on: ['devices.profileChanged'],
    when: organisationId !== '',
  })
  const kindName = (key: string) => {
    const kind = kinds?.find((one) => one.key === key)
    return kind ? name(kind.names) : key
  }
  const query = several ? `?organisationId=${organisationId}` : ''
  return (
    <Page
      title={t('devices.profiles')}
      under={[{ label: t('devices.title'), to: '/devices' }]}
      lead={t('devices.profiles.lead')}
      actions={data && data.items.length > 0 && <Add organisationId={organisationId} />}
    >
      <DevicePlaces />
      <ChosenOrganisation />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && (
        <Empty icon={IconChecklist} title={t('devices.profiles.empty')} action={<Add organisationId={organisationId} />}>
          {t('devices.profiles.emptyWhat')}
        </Empty>
      )}
      <ul className={classes.list} aria-label={t('devices.profiles')}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.wide}>
              <Link to={`/devices/profiles/${one.id}${query}`}>{one.name}</Link>{' '}
              <span className="dim small">
                {t('devices.profiles.size', { count: one.steps.length })} · {[...one.kinds.map(kindName), ...one.tags].join(', ')}
              </span>
            </span>
            {!one.active && <StateBadge meaning="cancelled">{t('devices.profiles.inactive')}</StateBadge>}
          </li>
        ))}
      </ul>
    </Page>
  )
}

/** Begins with nothing, or with what comes with Spil. */
function Add({ organisationId }: { organisationId: string }) {
  const t = useText(lifeTexts)
  const go = useGo()
  const may = useMayAt('devices.configure', organisationId)
  const shipped = useShipped(may)
  const to = (from: string) => go(`/devices/profiles/new?organisationId=${organisationId}${from}`)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Refused why={may ? undefined : t('devices.provisioning.leadOnly')}>
          <Button>{t('devices.profiles.new')}</Button>
        </Refused>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('devices.profiles.begin')}</Menu.Label>
        {shipped?.map(({ name }, at) => (
          <Menu.Item key={name} onClick={() => to(`&from=${at + 1}`)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => to('')}>{t('devices.profiles.blank')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
