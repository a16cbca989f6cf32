/** Who leads, who tells people, and when the next word comes; each is changed where it stands. */
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { useEngineers } from '../../web/calls.ts'
import type { Major } from '../contract.ts'
import { majorCalls } from './calls.ts'
import classes from './major.module.css'
import { majorWords } from './texts.ts'

export function Roles({ major, done }: { major: Major; done: () => void }) {
  const t = useText(majorWords)
  const staff = useEngineers(major.organisationId)
  const options = [{ value: '', label: t('major.nobody') }, ...(staff ?? []).map(({ id, name }) => ({ value: id, label: name }))]
  const save = async (change: { leadId?: string | null; communicationId?: string | null }) => {
    await majorCalls.changeMajor({ params: { id: major.id }, body: { version: major.version, ...change } })
    done()
  }
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('major.incidentLead')}</dt>
        <dd>
          <EditInPlace
            label={t('major.incidentLead')}
            kind="choice"
            value={major.lead?.id ?? ''}
            show={major.lead?.name ?? t('major.nobody')}
            options={options}
            save={(value) => save({ leadId: value || null })}
          />
        </dd>
      </div>
      <div>
        <dt>{t('major.communication')}</dt>
        <dd>
          <EditInPlace
            label={t('major.communication')}
            kind="choice"
            value={major.communication?.id ?? ''}
            show={major.communication?.name ?? t('major.nobody')}
            options={options}
            save={(value) => save({ communicationId: value || null })}
          />
        </dd>
      </div>
      {major.endedAt === null && (
        <div>
          <dt>{t('major.nextUpdate')}</dt>
          <dd>{major.nextUpdateAt ? <Time at={major.nextUpdateAt} as="absolute" /> : t('major.nextUpdate.none')}</dd>
        </div>
      )}
    </dl>
  )
}
