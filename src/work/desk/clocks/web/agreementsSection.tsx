/** The agreements of an organisation: for which cases, with which targets, and what happens when it takes too long. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { type AgreementBody, usualAgreement } from '#record/cases/clocks/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { AgreementEditor } from './agreementEditor.tsx'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { Recalculation } from './recalculation.tsx'
import { clockWords } from './texts.ts'

const fresh = (): AgreementBody => ({ ...usualAgreement(), targets: usualAgreement().targets.filter(({ kind }) => kind === 'solution') })

export default function AgreementsSection({ organisationId, may }: SettingsProps) {
  const t = useText(clockWords)
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'agreements', organisationId],
    load: (signal) => clockCalls.agreements({ query: { organisationId } }, { signal }),
    on: ['cases.agreement'],
  })
  return (
    <Section title={t('clk.agreements')}>
      <p className={classes.lead}>{t('clk.agreements.lead')}</p>
      {!may && <Note tone="grey">{t('clk.leads')}</Note>}
      <Recalculation organisationId={organisationId} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={7} />}
      <div className={classes.list}>
        {data?.items.map((one) => (
          <details key={one.id} className={classes.card} open={one.first}>
            <summary>{one.body.active ? one.body.name || t('clk.agreement.first') : t('clk.retired', { name: one.body.name })}</summary>
            <div>
              <AgreementEditor key={one.version} view={one} may={may} />
            </div>
          </details>
        ))}
        {adding && (
          <div className={classes.card}>
            <div>
              <AgreementEditor view={{ id: '', organisationId, version: 0, first: false, body: fresh() }} may={may} added={() => setAdding(false)} />
            </div>
          </div>
        )}
      </div>
      {may && !adding && data && (
        <p>
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('clk.newAgreement')}
          </Button>
        </p>
      )}
    </Section>
  )
}
