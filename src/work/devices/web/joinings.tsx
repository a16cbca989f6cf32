/** Why each agent was put with a device, or taken off it, in plain words; newest first. */
import { Fragment } from 'react'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Joining } from '../identity/contract.ts'
import classes from './devices.module.css'
import { spoken } from './marks.tsx'
import { webTexts } from './texts.ts'

type T = Text<keyof typeof webTexts & string>
/** "Spil" where nobody did it. */
function sentenceOf(t: T, { how, why, by }: Joining, agent: string): string {
  if (how === 'made') return t('devices.item.made', { agent })
  if (how === 'person') return t('devices.item.person', { agent, name: by?.name ?? 'Spil' })
  const reasons = why.map(({ reason, value }) => `${t(`devices.identity.reason.${reason}`)} ${reason === 'agent' ? spoken(value) : value}`)
  return t('devices.item.found', { agent, reasons: reasons.join(', ') })
}

export function Joinings({ joinings }: { joinings: readonly Joining[] }) {
  const t = useText(webTexts)
  return (
    <section className={classes.part} aria-label={t('devices.item.why')}>
      <h3>{t('devices.item.why')}</h3>
      <ul className={classes.list}>
        {joinings.map((one) => {
          const agent = spoken(one.agent) || t('devices.item.someAgent')
          return (
            <Fragment key={one.id}>
              {one.parted && (
                <Told
                  at={one.parted.at}
                  note={one.parted.why}
                  words={one.parted.by ? t('devices.item.parted', { agent, name: one.parted.by.name }) : t('devices.item.partedBySpil', { agent })}
                />
              )}
              <Told at={one.at} note={one.note} words={sentenceOf(t, one, agent)} over={one.parted !== null} />
            </Fragment>
          )
        })}
      </ul>
    </section>
  )
}

const Told = ({ at, words, note, over }: { at: string; words: string; note: string; over?: boolean }) => (
  <li className={classes.row} data-over={over || undefined}>
    <span className={classes.wide}>
      {words}
      {note && <span className="dim"> · “{note}”</span>}
    </span>
    <span className="dim small">
      <Time at={at} />
    </span>
  </li>
)
