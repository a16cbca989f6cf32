/** Settings of the desk, a section at a time: which are at the left (on a phone above), the one that is open in the address. */
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { mayIn, useMay, useMe } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { reading, useMyOrganisations } from '../calls.ts'
import { Shown, useTitle } from '../part.tsx'
import { settingsSections } from './parts.ts'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

const addressOf = (key: string) => `/desk/settings?section=${key}`

export default function SettingsPage() {
  const t = useText(settingsWords)
  const title = useTitle()
  const me = useMe()
  const go = useGo()
  const [search] = useUrlState()
  const organisations = useMyOrganisations(reading)
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const may = useMay('desk.configure')
  const sections = settingsSections.filter(({ permission }) => mayIn(me, permission))
  const open = sections.find(({ key }) => key === listOf(search.section)[0]) ?? sections[0]
  return (
    <Page
      title={t('desk.set.title')}
      actions={
        organisations.length > 1 && (
          <NativeSelect
            aria-label={t('desk.set.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )
      }
    >
      <div className={classes.frame}>
        <nav className={classes.sections} aria-label={t('desk.set.sections')}>
          {sections.map((one) => (
            <ViewLink key={one.key} to={addressOf(one.key)} on={one === open} className={classes.sectionLink}>
              {title(one.title)}
            </ViewLink>
          ))}
        </nav>
        <NativeSelect
          className={classes.sectionChoice}
          aria-label={t('desk.set.sections')}
          value={open?.key}
          onChange={(event) => go(addressOf(event.currentTarget.value))}
          data={sections.map((one) => ({ value: one.key, label: title(one.title) }))}
        />
        <div className={classes.settings}>
          {!may && <Note tone="grey">{t('desk.set.leads')}</Note>}
          {organisationId && open && <Shown key={`${open.key} ${organisationId}`} one={open} props={{ organisationId, may }} />}
        </div>
      </div>
    </Page>
  )
}
