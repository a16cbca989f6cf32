/** Having the receiver sign: on this screen, by a code on their own phone, or by a mail. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { qrOf } from '#record/items/labels/web/codes.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Handout } from '../contract.ts'
import { photoOf, signing } from './calls.ts'
import classes from './handout.module.css'
import { ReceivedItems, Terms } from './received.tsx'
import { SignForm } from './signForm.tsx'
import { handoutWords } from './texts.ts'

type Way = 'qr' | 'here'
export function HaveSigned({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const words = useWords()
  const [way, setWay] = useState<Way>()
  const [mailing, setMailing] = useState(false)
  const params = { id: handout.id }
  const mail = async () => {
    setMailing(true)
    await signing.mailLink({ params }).then(
      () => toast(t('handout.sign.mailed', { name: handout.receiver })),
      (error: unknown) => toastProblem(error, t('handout.failed')),
    )
    setMailing(false)
  }
  return (
    <>
      <Button onClick={() => setWay('qr')}>{t('handout.sign.qr')}</Button>
      <Button variant="default" onClick={() => setWay('here')}>
        {t('handout.sign.here')}
      </Button>
      <Button variant="default" loading={mailing} onClick={() => void mail()}>
        {t('handout.sign.mail')}
      </Button>
      <Modal
        opened={way !== undefined}
        onClose={() => setWay(undefined)}
        size="lg"
        title={t(way === 'here' ? 'handout.sign.here' : 'handout.sign.qr')}
        // A signature is easily lost by a click beside it.
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {way === 'qr' && <Code handout={handout} />}
        {way === 'here' && <Here handout={handout} />}
      </Modal>
    </>
  )
}

/** The link lives an hour; the page behind this shows by itself that it was used. */
function Code({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const { data, error, refetch } = useLoad({
    key: ['sign-code', handout.id],
    load: (signal) => signing.link({ params: { id: handout.id } }, { signal }),
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  // A white edge of four squares around it, as scanners need.
  const { size, path } = qrOf(data.url, () => 1)
  return (
    <div className={classes.center}>
      <p>{t('handout.sign.qrWhat', { name: handout.receiver })}</p>
      <a href={data.url} target="_blank" rel="noreferrer">
        <svg
          className={classes.qr}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          role="img"
          aria-label={t('handout.sign.code', { number: handout.number })}
        >
          <path d={path} fill="#000" />
        </svg>
      </a>
      <p className="dim small">{t('handout.sign.waits')}</p>
    </div>
  )
}

function Here({ handout }: { handout: Handout }) {
  const t = useText(handoutWords)
  const reload = useReload()
  return (
    <div className={classes.stack}>
      <p className="dim">{t('handout.page.lead', { name: handout.receiver })}</p>
      <ReceivedItems items={handout.items} photo={photoOf} />
      {handout.terms && <Terms terms={handout.terms} />}
      <SignForm
        withTerms={handout.terms !== null}
        send={async (signature) => {
          await signing.signHere({ params: { id: handout.id }, body: { signature, declared: true } })
          toast(t('handout.sign.done', { name: handout.receiver }))
          await reload(['devices', 'handout'])
        }}
      />
    </div>
  )
}
