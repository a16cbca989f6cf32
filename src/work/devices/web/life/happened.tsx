/** What happened to a device, newest first: what was proven or told, with its files, and how it was prepared. */
import { Link } from '#web/kit/links.tsx'
import { type Text, tagOf, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { StepTaken } from '../../lifecycle/contract.ts'
import type { Preparation } from '../../provisioning/contract.ts'
import classes from '../devices.module.css'
import { evidenceAt } from './calls.ts'
import { lifeTexts } from './lifeTexts.ts'
import { StepRow } from './preparing.tsx'

type T = Text<keyof typeof lifeTexts & string>
export type Happening = { id: string; at: string } & (
  | { step: StepTaken }
  | { preparation: Preparation & { ended: NonNullable<Preparation['ended']> } }
)
export const happenings = (steps: readonly StepTaken[], preparations: readonly Preparation[]): Happening[] =>
  [
    ...steps.map((step) => ({ id: step.id, at: step.at, step })),
    ...preparations.flatMap((one) => (one.ended ? [{ id: one.id, at: one.ended.at, preparation: { ...one, ended: one.ended } }] : [])),
  ].sort((one, other) => other.at.localeCompare(one.at))

const day = (t: T, date: string): string =>
  new Intl.DateTimeFormat(tagOf(t.locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(date))
const said = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ')
/** What was told with a step, in one line. */
function words(t: T, step: StepTaken): string {
  if (step.what === 'wiped') return said([t(`devices.lifecycle.method.${step.told.method}`), step.told.tool, step.told.note])
  if (step.what === 'disposed') return said([t(`devices.lifecycle.how.${step.told.how}`), step.told.party, step.told.note])
  if (step.what === 'found') return said([step.told.place, step.told.note])
  if (step.what === 'takenIn') return said([step.told.condition, step.told.note])
  if (step.what === 'repaired') return said([step.told.done, step.told.by])
  const { since, place, circumstances, report } = step.told
  return said([t('devices.life.sinceDay', { day: day(t, since) }), place, circumstances, report && t('devices.life.report', { report })])
}
const nameOf = (t: T, step: StepTaken): string => t(`devices.life.step.${step.what === 'lost' && step.told.stolen ? 'stolen' : step.what}`)

export function HappeningRow({ one }: { one: Happening }) {
  const t = useText(lifeTexts)
  if ('preparation' in one) return <Prepared one={one.preparation} />
  const { step } = one
  return (
    <li className={`${classes.row} ${classes.requirement}`}>
      <span className={classes.wide}>
        <strong>{nameOf(t, step)}</strong> <span className="small">{words(t, step)}</span>
        <div className="dim small">
          {step.by && t('devices.life.by', { name: step.by.name })} <Time at={step.at} />
          {step.case && (
            <>
              {' · '}
              <Link to={`/desk/cases/${step.case}`}>{step.case}</Link>
            </>
          )}
        </div>
        {step.evidence.map(({ id, name, sha256 }) => (
          <div key={id} className="small">
            <a href={evidenceAt(id)} download>
              {name}
            </a>{' '}
            <span className="dim mono" title={sha256}>
              SHA-256 {sha256.slice(0, 12)}…
            </span>
          </div>
        ))}
      </span>
    </li>
  )
}

function Prepared({ one: { profile, steps, ended } }: { one: Preparation & { ended: NonNullable<Preparation['ended']> } }) {
  const t = useText(lifeTexts)
  return (
    <li className={`${classes.row} ${classes.requirement}`}>
      <span className={classes.wide}>
        <strong>{t(`devices.life.step.${ended.outcome}`)}</strong> <span className="small">{said([profile, ended.reason])}</span>
        <div className="dim small">
          {ended.by && t('devices.life.by', { name: ended.by.name })} <Time at={ended.at} />
        </div>
        {steps.length > 0 && (
          <details>
            <summary className="small dim">{t('devices.profiles.size', { count: steps.length })}</summary>
            <ul className={classes.list}>
              {steps.map((step) => (
                <StepRow key={step.key} step={step} />
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  )
}
