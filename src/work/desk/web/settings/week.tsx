/** Working hours per day of the week. */
import { ActionIcon, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { Week } from '#record/cases/contract.ts'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import classes from './settings.module.css'
import { settingsWords } from './texts.ts'

/** Monday first; 1 January 2024 was a Monday. */
const dayNames = (tag: string) =>
  Array.from({ length: 7 }, (_, at) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + at)))

export function WeekEditor({ week, may, onChange }: { week: Week; may: boolean; onChange: (week: Week) => void }) {
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
