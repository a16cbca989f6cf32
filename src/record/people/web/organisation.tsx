/** One organisation: its name, language, zone and mail domains. And a new customer. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Form } from '#web/kit/form.tsx'
import { Link, useGo, usePath } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Empty, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Organisation } from '../contract.ts'
import { directory as contract } from '../directory/contract.ts'
import classes from './account.module.css'
import { directory, useAdministrated, useOrganisations } from './directory.ts'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'
import { timeZones } from './timeZones.ts'

const taken = { 'people.organisationNameTaken': 'name', 'people.domainTaken': 'mailDomains' } as const
const schema = contract.createOrganisation.body

const useUnder = () => {
  const t = useText(webTexts)
  return [{ label: t('people.list.organisations'), to: '/organisations' }]
}
/** `refused`: why a field cannot be changed. */
const fields = (zone: string | undefined, refused: { any?: string | undefined; domains?: string | undefined } = {}) => {
  const any = refused.any === undefined ? {} : { refused: refused.any }
  return [
    { name: 'name', ...any },
    { name: 'mailDomains', rows: 3, ...any, ...(refused.domains !== undefined && { refused: refused.domains }) },
    { name: 'locale', radio: true, ...any },
    { name: 'timeZone', options: timeZones(zone), ...any },
  ]
}

export function NewOrganisation() {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const under = useUnder()
  const own = useOrganisations()?.find((one) => one.own)
  return (
    <Page title={t('people.organisation.add')} under={under} lead={t('people.organisation.lead')} width="form">
      {own ? (
        <Form
          schema={schema}
          texts={webTexts}
          prefix="people.organisation"
          draft="people/newOrganisation"
          fields={fields(own.timeZone)}
          initial={{ locale: own.locale, timeZone: own.timeZone }}
          verb={t('people.organisation.add')}
          submit={async (body) => {
            const made = await atField(taken, directory.createOrganisation({ body }))
            await reload(['people/organisations'])
            toast(t('people.organisation.added', { name: made.name }))
            go(`/organisations/${made.id}`)
          }}
        />
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}

export default function OrganisationPage() {
  const t = useText(webTexts)
  const { id = '' } = usePath()
  const organisations = useOrganisations()
  const organisation = organisations?.find((one) => one.id === id)
  if (organisations === undefined) return <Skeletons kind="page" />
  if (!organisation) return <Empty title={t('people.organisation.missing')}>{t('people.organisation.missingWhat')}</Empty>
  return <Shown key={organisation.version} organisation={organisation} />
}

function Shown({ organisation }: { organisation: Organisation }) {
  const t = useText(webTexts)
  const reload = useReload()
  const administrated = useAdministrated()
  const under = useUnder()
  const any = administrated.of(organisation.id) ? undefined : t('people.person.administratorOnly')
  const domains = any ?? (administrated.all ? undefined : t('people.organisation.ownAdministratorOnly'))
  const { name, locale, timeZone, mailDomains, version } = organisation
  return (
    <Page
      title={name}
      under={under}
      lead={organisation.own ? t('people.organisation.ownWhat') : t('people.organisation.customerWhat')}
      actions={<OpenOrClose organisation={organisation} refused={domains} />}
      width="form"
    >
      {!organisation.active && (
        <div className={classes.above}>
          <StateBadge meaning="cancelled">{t('people.organisation.closed')}</StateBadge>
        </div>
      )}
      <Form
        schema={schema}
        texts={webTexts}
        prefix="people.organisation"
        fields={fields(timeZone, { any, domains })}
        initial={{ name, locale, timeZone, mailDomains: [...mailDomains] }}
        verb={t('people.save')}
        extra={<Link to={`/people?organisationId=${organisation.id}`}>{t('people.organisation.people')}</Link>}
        submit={async ({ mailDomains: wanted, ...body }) => {
          const change = { ...body, version, ...(domains === undefined && { mailDomains: wanted }) }
          await atField(taken, directory.changeOrganisation({ params: { id: organisation.id }, body: change })).finally(() =>
            reload(['people/organisations']),
          )
          toast(t('people.organisation.saved'))
        }}
      />
    </Page>
  )
}

function OpenOrClose({ organisation, refused }: { organisation: Organisation; refused: string | undefined }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [asks, setAsks] = useState(false)
  const set = async (active: boolean) => {
    try {
      await directory.changeOrganisation({ params: { id: organisation.id }, body: { active, version: organisation.version } })
    } catch (error) {
      toastProblem(error, t('people.failed'))
    }
    await reload(['people/organisations'])
  }
  if (!organisation.active)
    return (
      <Refused why={refused}>
        <Button variant="default" onClick={() => void set(true)}>
          {t('people.organisation.open')}
        </Button>
      </Refused>
    )
  return (
    <>
      <Refused why={refused ?? (organisation.own ? t('people.organisation.ownStaysOpen') : undefined)}>
        <Button variant="default" onClick={() => setAsks(true)}>
          {t('people.organisation.close')}
        </Button>
      </Refused>
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('people.organisation.closeTitle', { name: organisation.name })}
        consequences={t('people.organisation.closeWhat')}
        verb={t('people.organisation.close')}
        onConfirm={() => set(false)}
      />
    </>
  )
}
