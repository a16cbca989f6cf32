/** What is asked of every item of a kind: the templates of an organisation, and those that are ready to be switched on. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { ChosenOrganisation, useChosenOrganisation } from '#record/items/web/chosenOrganisation.tsx'
import { useMayAt } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { MonitoringPage } from '../../web/places.tsx'
import type { Offered, Template } from '../templates/contract.ts'
import { templates } from './calls.ts'
import { useDeed } from './checkRow.tsx'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'

export const useTemplates = (organisationId: string) => {
  const t = useText(checkTexts)
  return useLoad({
    key: ['monitoring', 'templates', organisationId, t.locale],
    load: (signal) => templates.templates({ query: { organisationId } }, { signal }),
    on: ['monitoring.templateChanged', 'monitoring.checkTurned'],
    when: organisationId !== '',
  })
}

export default function TemplatesPage() {
  const t = useText(checkTexts)
  const go = useGo()
  const { organisationId = '' } = useChosenOrganisation()
  const may = useMayAt('monitoring.configure', organisationId)
  const { data, error, refetch } = useTemplates(organisationId)
  return (
    <MonitoringPage
      title={t('monitoring.templates')}
      lead={t('monitoring.templates.lead')}
      actions={
        <Refused why={may ? undefined : t('monitoring.templates.leadOnly')}>
          <Button onClick={() => go(`/monitoring/templates/new?organisationId=${organisationId}`)}>{t('monitoring.templates.add')}</Button>
        </Refused>
      }
    >
      <ChosenOrganisation />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && data.items.length > 0 && (
        <Section title={t('monitoring.templates.ours')}>
          <ul className={classes.list} aria-label={t('monitoring.templates.ours')}>
            {data.items.map((one) => (
              <Ours key={one.id} template={one} />
            ))}
          </ul>
        </Section>
      )}
      {data && data.offered.length > 0 && (
        <Section title={t('monitoring.templates.offered')}>
          <ul className={classes.list} aria-label={t('monitoring.templates.offered')}>
            {data.offered.map((one) => (
              <Offer key={one.key} offered={one} organisationId={organisationId} may={may} />
            ))}
          </ul>
        </Section>
      )}
    </MonitoringPage>
  )
}

function Ours({ template: { id, organisationId, name, enabled, items, checks, conditions, stands } }: { template: Template }) {
  const t = useText(checkTexts)
  return (
    <li className={classes.row}>
      <span className={classes.state}>
        <StateBadge meaning={enabled ? 'held' : 'cancelled'} plain>
          {t(enabled ? 'monitoring.templates.on' : 'monitoring.templates.off')}
        </StateBadge>
      </span>
      <span className={classes.wide}>
        <Link to={`/monitoring/templates/${id}?organisationId=${organisationId}`}>{name}</Link>{' '}
        <span className="dim small">
          {t('monitoring.templates.items', { count: items })} · {t('monitoring.templates.brings', { count: conditions.length })} ·{' '}
          {checks.map((one) => one.name).join(', ')}
        </span>
      </span>
      {enabled && (
        <span className="small">
          {(['failed', 'unknown', 'ok'] as const)
            .flatMap((state) => (stands[state] > 0 ? `${stands[state]} ${t(`monitoring.state.${state}`).toLowerCase()}` : []))
            .join(' · ')}
        </span>
      )}
    </li>
  )
}

function Offer({ offered, organisationId, may }: { offered: Offered; organisationId: string; may: boolean }) {
  const t = useText(checkTexts)
  const go = useGo()
  const done = useDeed()
  const [asked, setAsked] = useState(false)
  const { key, name, about, scope, checks, items, conditions } = offered
  const switchOn = () =>
    done(templates.addTemplate({ body: { organisationId, key, name, scope, checks, enabled: true } }), t('monitoring.templates.switchedOn', { name }))
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <strong>{name}</strong> <span className="dim small">{t('monitoring.templates.items', { count: items })}</span>
        <div className="small">{about}</div>
        <div className="dim small">
          {t('monitoring.templates.brings', { count: conditions.length })}: {conditions.join(' · ')}
        </div>
      </span>
      <span className={classes.deeds}>
        <Button size="xs" variant="default" onClick={() => go(`/monitoring/templates/new?organisationId=${organisationId}&from=${key}`)}>
          {t('monitoring.templates.first')}
        </Button>
        <Refused why={may ? undefined : t('monitoring.templates.leadOnly')}>
          <Button size="xs" aria-label={t('monitoring.templates.switchOnOne', { name })} onClick={() => setAsked(true)}>
            {t('monitoring.templates.switchOn')}
          </Button>
        </Refused>
      </span>
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('monitoring.templates.switchOnOne', { name })}
        consequences={t('monitoring.templates.switchOnWhat', { count: items, conditions: conditions.length })}
        verb={t('monitoring.templates.switchOn')}
        onConfirm={switchOn}
      />
    </li>
  )
}
