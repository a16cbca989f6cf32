/** On the page of an item: what comes next in the life of a device, how it is being prepared, and what happened to it. */
import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Refused } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Preparation } from '../../provisioning/contract.ts'
import classes from '../devices.module.css'
import { lifecycle, provisioning } from './calls.ts'
import { type Deed, DeedForm, deedsOf } from './deeds.tsx'
import { HappeningRow, happenings } from './happened.tsx'
import { lifeTexts } from './lifeTexts.ts'
import { Preparing } from './preparing.tsx'

export default function LifeOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(lifeTexts)
  const may = useMayAt('devices.work', item.organisationId)
  const [doing, setDoing] = useState<Deed>()
  const [all, setAll] = useState(false)
  const params = { id: item.id }
  const { data, error, refetch } = useLoad({
    key: ['devices', 'life', item.id],
    load: async (signal) => {
      const [life, preparing] = await Promise.all([lifecycle.life({ params }, { signal }), provisioning.preparations({ params }, { signal })])
      return { life, preparing }
    },
    about: [`item/${item.id}`],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  if (!data) return null
  const { life, preparing } = data
  const deeds = deedsOf(item, life.receipt)
  const current = preparing.items.find(({ ended }) => ended === null)
  const told = happenings(life.items, preparing.items)
  // Of what has no such life there is nothing to say.
  if (deeds.length === 0 && told.length === 0 && !current && !preparing.begins) return null
  const shown = all ? told : told.slice(0, 3)
  return (
    <Section
      title={title}
      actions={
        <span className={classes.deeds}>
          {preparing.begins && !current && <Begin item={item} profiles={preparing.profiles} may={may} />}
          {deeds.map((deed) => (
            <Refused key={deed} why={may ? undefined : t('devices.life.notYours')}>
              <Button size="compact-sm" variant="default" onClick={() => setDoing(deed)}>
                {t(`devices.life.${deed}`)}
              </Button>
            </Refused>
          ))}
        </span>
      }
    >
      {current && <Preparing item={item} one={current} />}
      {told.length === 0 && !current && <p className="dim">{t('devices.life.nothing')}</p>}
      <ul className={classes.list} aria-label={title}>
        {shown.map((one) => (
          <HappeningRow key={one.id} one={one} />
        ))}
      </ul>
      {told.length > 3 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>
          {all ? t('devices.life.newer') : t('devices.life.older', { count: told.length - 3 })}
        </Button>
      )}
      {doing && <DeedForm item={item} deed={doing} close={() => setDoing(undefined)} />}
    </Section>
  )
}

/** One profile or none: it begins at once. Several: choose. */
function Begin({ item, profiles, may }: { item: PanelItem; profiles: readonly { id: string; name: string }[]; may: boolean }) {
  const t = useText(lifeTexts)
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const begin = async (profileId: string | null): Promise<Preparation | undefined> => {
    setBusy(true)
    try {
      return await provisioning.begin({ params: { id: item.id }, body: { profileId } })
    } catch (error) {
      toastProblem(error, t('devices.life.failed'))
      return undefined
    } finally {
      await reload(['devices', 'life', item.id])
      setBusy(false)
    }
  }
  const why = may ? undefined : t('devices.life.notYours')
  if (profiles.length < 2)
    return (
      <Refused why={why}>
        <Button size="compact-sm" loading={busy} onClick={() => void begin(profiles[0]?.id ?? null)}>
          {t('devices.life.prepare')}
        </Button>
      </Refused>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Refused why={why}>
          <Button size="compact-sm" loading={busy}>
            {t('devices.life.prepare')}
          </Button>
        </Refused>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('devices.prepare.with')}</Menu.Label>
        {profiles.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void begin(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
