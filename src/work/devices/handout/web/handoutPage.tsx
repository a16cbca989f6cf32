/** One hand-out: what was received, having it signed, the receipt with its proof, and taking it back. It follows what happens elsewhere by itself. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Copy } from '#web/kit/copy.tsx'
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { Facts, RecordPage } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import type { Handout } from '../contract.ts'
import { fileOf, handouts, photoOf } from './calls.ts'
import classes from './handout.module.css'
import { HaveSigned } from './haveSigned.tsx'
import { SigningBadge } from './marks.tsx'
import { Instructions, ReceivedItems, SignatureShown, Terms } from './received.tsx'
import { mayComeBack, TakeBack } from './takeBack.tsx'
import { handoutWords } from './texts.ts'

export default function HandoutPage() {
  const t = useText(handoutWords)
  const number = usePath().number ?? ''
  const { data, error, refetch } = useLoad({
    key: ['devices', 'handout', number],
    load: (signal) => handouts.handout({ params: { id: number } }, { signal }),
    on: ['devices.handout', 'devices.receiptMade', 'devices.takenBack'],
  })
  if (data) return <Shown handout={data} />
  return (
    <Page title={number} under={[{ label: t('handout.title'), to: '/devices/handouts' }]}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons kind="page" />}
    </Page>
  )
}

/** Somebody signed while this page was open: it says so. */
function useSignedMeanwhile({ signing, receiver }: Handout) {
  const t = useText(handoutWords)
  const before = useRef(signing)
  useEffect(() => {
    if (before.current !== 'signed' && signing === 'signed') toast(t('handout.sign.done', { name: receiver }))
    before.current = signing
  }, [signing, receiver, t])
}

function Shown({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const [taking, setTaking] = useState(false)
  useSignedMeanwhile(handout)
  const { id, number, receiver, signing, state, terms, instructions, note, items, mayWork } = handout
  const toSign = mayWork && signing !== 'signed' && state === 'out'
  return (
    <RecordPage
      number={number}
      title={receiver}
      under={[{ label: t('handout.title'), to: '/devices/handouts' }]}
      state={
        <>
          <SigningBadge signing={signing} />{' '}
          <StateBadge meaning={state === 'out' ? 'progress' : 'done'}>
            {state === 'out' ? t('handout.state.out', { name: receiver }) : t('handout.state.returned')}
          </StateBadge>
        </>
      }
      actions={
        <>
          {toSign && <HaveSigned handout={handout} />}
          {mayWork && mayComeBack(handout).length > 0 && (
            <Button variant="default" onClick={() => setTaking(true)}>
              {t('handout.back.verb')}
            </Button>
          )}
        </>
      }
      notice={
        signing === 'declined' && handout.declined && <Note tone="red">{t('handout.declined', { name: receiver, why: handout.declined.why })}</Note>
      }
      facts={[
        { key: 'receipt', title: t('handout.receipt'), content: <Receipt handout={handout} /> },
        { key: 'facts', title: t('handout.facts'), content: <HandoutFacts handout={handout} /> },
      ]}
    >
      <div>
        <Section title={t('handout.col.devices')}>
          <ReceivedItems items={items} photo={photoOf} linked={(item) => <Link to={`/items/${item.number}`}>{item.name}</Link>} />
        </Section>
        {note !== '' && (
          <Section title={t('handout.note')}>
            <p>{note}</p>
          </Section>
        )}
        {instructions.length > 0 && (
          <Section title={t('handout.instructions')}>
            <Instructions instructions={instructions} />
          </Section>
        )}
        {terms && (
          <Section title={t('handout.terms')}>
            <Terms terms={terms} />
          </Section>
        )}
      </div>
      {taking && <TakeBack key={id} handout={handout} close={() => setTaking(false)} />}
    </RecordPage>
  )
}

function Receipt({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const { id, number, receipt, signed, receiver } = handout
  if (!signed)
    return (
      <Button component="a" href={fileOf(id, 'draft')} download size="xs" variant="default">
        {t('handout.receipt.draft')}
      </Button>
    )
  return (
    <div className={classes.stack}>
      <div>
        <SignatureShown signature={signed.signature} name={receiver} />
        <p className="dim small">
          {t(`handout.signed.${signed.how === 'qr' && signed.witness !== null ? 'shown' : signed.how}`, { witness: signed.witness ?? '' })} ·{' '}
          <Time at={signed.at} />
        </p>
      </div>
      {receipt ? (
        <>
          <div className={classes.deeds}>
            <Button component="a" href={fileOf(id, 'receipt')} download size="xs" variant="default">
              {t('handout.receipt.pdf')}
            </Button>
            <Button component="a" href={fileOf(id, 'proof')} download size="xs" variant="default">
              {t('handout.receipt.proof')}
            </Button>
          </div>
          <div>
            <span className="dim small">{t('handout.receipt.sha')}</span> <Copy text={receipt.sha256} name={t('handout.receipt.sha')} />
            <code className={classes.hash}>{receipt.sha256}</code>
          </div>
          <p className="dim small">{t('handout.receipt.how', { number })}</p>
        </>
      ) : (
        <p role="status">{t('handout.receipt.making')}</p>
      )}
    </div>
  )
}

function HandoutFacts({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const { organisation, issuedBy, issuedAt, kind, dueOn, reminders } = handout
  return (
    <Facts
      rows={[
        { label: t('handout.new.organisation'), value: organisation },
        { label: t('handout.col.issuedBy'), value: issuedBy },
        { label: t('handout.col.issued'), value: <Time at={issuedAt} as="day" /> },
        { label: t('handout.kind'), value: t(`handout.kind.${kind}`) },
        ...(dueOn ? [{ label: t('handout.col.due'), value: <Time at={`${dueOn}T12:00:00Z`} as="day" /> }] : []),
        ...reminders.map(({ about, day }) => ({
          key: `${about} ${day}`,
          label: `${t('handout.reminders')}: ${t(`handout.about.${about}`)}`,
          value: <Time at={`${day}T12:00:00Z`} as="day" />,
        })),
      ]}
    />
  )
}
