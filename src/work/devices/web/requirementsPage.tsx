/** What should hold of devices, as it comes with Spil: read here, taken over, then tried and published with the norms. */
import { SeverityWord } from '#record/norms/web/marks.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Shipped } from '../requirements/contract.ts'
import { requirements } from './calls.ts'
import classes from './devices.module.css'
import { DevicePlaces } from './places.tsx'
import { requirementTexts } from './requirementTexts.ts'
import { TakeOver } from './takeOver.tsx'

export default function RequirementsPage() {
  const t = useText(requirementTexts)
  const { data, error, refetch } = useLoad({ key: ['devices', 'requirements', t.locale], load: (signal) => requirements.shipped({}, { signal }) })
  return (
    <Page title={t('devices.requirements')} under={[{ label: t('devices.title'), to: '/devices' }]} lead={t('devices.requirements.lead')}>
      <DevicePlaces />
      <div className={classes.narrow}>
        <Note>
          {t('devices.requirements.nothingCounts')} <Link to="/norms/baselines">{t('devices.requirements.toBaselines')}</Link>
        </Note>
      </div>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={8} />}
      {data?.items.map((one) => (
        <Section key={one.key} title={one.name} actions={<TakeOver set={one} />}>
          {one.tag && <p className="dim small">{t('devices.requirements.onlyTag', { tag: one.tag })}</p>}
          <ul className={classes.list}>
            {one.requirements.map((requirement) => (
              <Row key={requirement.condition} {...requirement} />
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  )
}

function Row({ title, reads, severity, maxAge, remedy, attested }: Shipped['requirements'][number]) {
  const t = useText(requirementTexts)
  const age = maxAge === null ? t('devices.requirements.goodAlways') : t('devices.requirements.goodFor', { days: Math.round(maxAge / 1440) })
  return (
    <li className={`${classes.row} ${classes.requirement}`}>
      <span className={classes.wide}>
        <strong>{title}</strong>
        <div className="small">{reads}</div>
        <div className="dim small">
          {t('devices.requirements.remedy')} {remedy}
        </div>
      </span>
      <span className={`small ${classes.measure}`}>
        <span>
          {t('devices.requirements.severity')}: <SeverityWord severity={severity} />
        </span>
        <span className="dim">{attested ? t('devices.requirements.attested') : age}</span>
      </span>
    </li>
  )
}
