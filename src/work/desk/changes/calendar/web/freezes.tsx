/** Freeze periods: leads add, change and take them away. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import * as z from 'zod'
import { Instant, line } from '#platform/contract.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Ask } from '../../../kinds/web/ask.tsx'
import classes from '../../../kinds/web/kinds.module.css'
import { useMyOrganisations, useTeams } from '../../../web/calls.ts'
import { calendarCalls } from '../../web/changeCalls.ts'
import { WindowText } from '../../web/panel.tsx'
import type { Freeze } from '../contract.ts'
import { calendarWords } from './texts.ts'

export function Freezes({ freezes }: { freezes: readonly Freeze[] }) {
  const t = useText(calendarWords)
  const { timeZone } = useLooks()
  const may = useMay('desk.configure')
  const [open, setOpen] = useState<Freeze | 'new'>()
  return (
    <Section
      title={t('desk.calendar.freezes')}
      actions={
        may && (
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('desk.freeze.add')}
          </Button>
        )
      }
    >
      {freezes.length === 0 && <p className="dim">{t('desk.calendar.noFreezes')}</p>}
      <ul className={classes.list}>
        {freezes.map((one) => (
          <li key={one.id} className={classes.line}>
            <span>
              <strong>{one.name}</strong> <span className="dim">{one.team?.name ?? t('desk.freeze.everybody')}</span>{' '}
              <WindowText from={one.from} until={one.until} timeZone={timeZone} />
            </span>
            {one.mayEdit && (
              <Button size="compact-sm" variant="default" onClick={() => setOpen(one)}>
                {t('desk.freeze.editOf', { name: one.name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open && <FreezeDialog freeze={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

const Shape = z.object({ name: line(120), teamId: z.string().optional(), from: Instant, until: Instant })
function FreezeDialog({ freeze, onClose }: { freeze: Freeze | undefined; onClose: () => void }) {
  const t = useText(calendarWords)
  const reload = useReload()
  const [mine] = useMyOrganisations(['lead', 'administrator'])
  const organisationId = freeze?.organisationId ?? mine?.id ?? ''
  const teams = useTeams(organisationId) ?? []
  const [removing, setRemoving] = useState(false)
  const fresh = () => reload(['desk', 'changeCalendar'])
  if (removing && freeze)
    return (
      <Confirm
        opened
        onClose={onClose}
        title={`${t('desk.freeze.remove')}: ${freeze.name}`}
        consequences={t('desk.freeze.remove.what', { name: freeze.name })}
        verb={t('desk.freeze.remove')}
        danger
        onConfirm={async () => {
          await calendarCalls.removeFreeze({ params: { id: freeze.id } })
          toast(t('desk.freeze.removed'))
          await fresh()
        }}
      />
    )
  return (
    <Ask
      key={teams.length}
      title={t(freeze ? 'desk.freeze.edit' : 'desk.freeze.add')}
      schema={Shape}
      texts={calendarWords}
      prefix="desk.freeze"
      initial={freeze ? { name: freeze.name, from: freeze.from, until: freeze.until, ...(freeze.team && { teamId: freeze.team.id }) } : {}}
      fields={[
        { name: 'name', autoFocus: true },
        ...(teams.length > 0 ? [{ name: 'teamId', options: teams.map(({ id, name }) => ({ value: id, label: name })) }] : []),
        'from',
        'until',
      ]}
      verb={t(freeze ? 'desk.freeze.edit' : 'desk.freeze.add')}
      onClose={onClose}
      submit={async ({ teamId, ...values }) => {
        const body = { organisationId, teamId: teamId ?? null, ...values }
        if (freeze) await calendarCalls.changeFreeze({ params: { id: freeze.id }, body: { ...body, version: freeze.version } })
        else await calendarCalls.addFreeze({ body })
        toast(t('desk.freeze.saved'))
        await fresh()
      }}
    >
      {() =>
        freeze && (
          <div>
            <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t('desk.freeze.remove')}
            </Button>
          </div>
        )
      }
    </Ask>
  )
}
