/** Working hours per day, and the agreed times per priority. */
import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import type * as z from 'zod'
import { type Priority, priorities, type Targets, type Week } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { tagOf, useLooks, useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CalendarView } from '../../settings/contract.ts'
import { settingsCalls } from '../calls.ts'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

type View = z.infer<typeof CalendarView>

/** Monday first; 1 January 2024 was a Monday. */
const dayNames = (tag: string) =>
  Array.from({ length: 7 }, (_, at) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + at)))

export function CalendarEditor({ view, may }: { view: View; may: boolean }) {
  const t = useText(settingsWords)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState<View>(view)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const changed = JSON.stringify(draft) !== JSON.stringify(view)
  const save = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await settingsCalls.changeCalendar({ body: draft })
      toast(t('desk.set.saved'))
      await reload(['desk', 'calendar'])
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  const zones = [...new Set([draft.timeZone, ...Intl.supportedValuesOf('timeZone')])]
  return (
    <div className={classes.editor}>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      <NativeSelect
        label={t('desk.set.zone')}
        maw={280}
        disabled={!may}
        value={draft.timeZone}
        data={zones}
        onChange={(event) => setDraft({ ...draft, timeZone: event.currentTarget.value })}
      />
      <WeekEditor week={draft.week} may={may} onChange={(week) => setDraft({ ...draft, week })} />
      <TargetsEditor targets={draft.targets} may={may} onChange={(targets) => setDraft({ ...draft, targets })} />
      {view.version === 0 && <p className="dim small">{t('desk.set.usual')}</p>}
      {may && (
        <div>
          <Button variant={changed ? 'filled' : 'default'} disabled={!changed} loading={busy} onClick={() => void save()}>
            {t('desk.set.save')}
          </Button>
        </div>
      )}
    </div>
  )
}

function WeekEditor({ week, may, onChange }: { week: Week; may: boolean; onChange: (week: Week) => void }) {
  const t = useText(settingsWords)
  const { locale } = useLooks()
  const put = (day: number, spans: Week[number]) => onChange(week.map((one, at) => (at === day ? spans : one)))
  return (
    <ul className={classes.week}>
      {dayNames(tagOf(locale)).map((day, at) => {
        const spans = week[at] ?? []
        return (
          <li key={day} className={classes.day}>
            <span className={classes.dayName}>{day}</span>
            <div className={classes.spans}>
              {spans.length === 0 && <span className="dim small">{t('desk.set.closedDay')}</span>}
              {spans.map((span, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells spans apart
                <span key={index} className={classes.span}>
                  <TextInput
                    type="time"
                    size="sm"
                    disabled={!may}
                    aria-label={t('desk.set.from', { day, at: index + 1 })}
                    value={span.from}
                    onChange={(event) =>
                      put(
                        at,
                        spans.map((one, other) => (other === index ? { ...one, from: event.currentTarget.value } : one)),
                      )
                    }
                  />
                  <span className="dim small" aria-hidden>
                    {t('desk.set.until')}
                  </span>
                  <TextInput
                    type="time"
                    size="sm"
                    disabled={!may}
                    aria-label={t('desk.set.to', { day, at: index + 1 })}
                    value={span.to}
                    onChange={(event) =>
                      put(
                        at,
                        spans.map((one, other) => (other === index ? { ...one, to: event.currentTarget.value } : one)),
                      )
                    }
                  />
                  {may && (
                    <ActionIcon
                      aria-label={t('desk.set.removeSpan', { day, at: index + 1 })}
                      onClick={() =>
                        put(
                          at,
                          spans.filter((_, other) => other !== index),
                        )
                      }
                    >
                      <IconX size={16} aria-hidden />
                    </ActionIcon>
                  )}
                </span>
              ))}
            </div>
            {may && spans.length < 6 && (
              <ActionIcon
                aria-label={t('desk.set.addSpan', { day })}
                title={t('desk.set.addSpan', { day })}
                onClick={() => put(at, [...spans, nextSpan(spans)])}
              >
                <IconPlus size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** After the last span of the day, so that it does not overlap. */
function nextSpan(spans: Week[number]): Week[number][number] {
  const last = spans.at(-1)
  if (!last || last.to >= '22:00') return { from: last ? '23:00' : '08:00', to: last ? '23:59' : '17:00' }
  const hour = Number(last.to.slice(0, 2)) + 1
  const two = (n: number) => String(n).padStart(2, '0')
  return { from: `${two(hour)}:00`, to: `${two(Math.min(hour + 2, 23))}:00` }
}

function TargetsEditor({ targets, may, onChange }: { targets: Targets; may: boolean; onChange: (targets: Targets) => void }) {
  const t = useText(settingsWords)
  const field = (priority: Priority, what: 'response' | 'solution') => (
    <NumberInput
      size="sm"
      hideControls
      min={0.05}
      decimalScale={2}
      decimalSeparator={t.locale === 'nl' ? ',' : '.'}
      disabled={!may}
      maw={96}
      aria-label={`${t(`cases.priority.${priority}`)}: ${t(`desk.set.${what}`)}`}
      value={Math.round((targets[priority][what] / 60) * 100) / 100}
      onChange={(hours) => onChange({ ...targets, [priority]: { ...targets[priority], [what]: Math.max(1, Math.round(Number(hours) * 60)) } })}
    />
  )
  return (
    <div>
      <h3>{t('desk.set.targets')}</h3>
      <p className={classes.lead}>{t('desk.set.targets.lead')}</p>
      <div className={classes.scroll}>
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('cases.priority')}</th>
              <th scope="col">{t('desk.set.response')}</th>
              <th scope="col">{t('desk.set.solution')}</th>
            </tr>
          </thead>
          <tbody>
            {priorities.map((priority) => (
              <tr key={priority}>
                <th scope="row">{t(`cases.priority.${priority}`)}</th>
                <td>{field(priority, 'response')}</td>
                <td>{field(priority, 'solution')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
