import * as z from 'zod'
import { line, prose } from '#platform/contract.ts'
import { ProblemError } from '../kit/api.ts'
import { Form } from '../kit/form.tsx'
import { Page } from '../kit/page.tsx'
import { galleryTexts } from './texts.ts'

const Report = z.object({
  title: line(200),
  text: prose().optional(),
  impact: z.enum(['person', 'group', 'organisation']),
  urgency: z.enum(['low', 'normal', 'high']),
  from: z.iso.date().optional(),
  count: z.int().min(1).max(500).optional(),
  email: z.email().optional(),
  call: z.boolean().default(false),
})

export default function NewReport() {
  return (
    <Page title="Nieuwe melding" lead="Vertel wat er is. U krijgt meteen een nummer en bericht zodra iemand ermee begint." width="form">
      <Form
        schema={Report}
        texts={galleryTexts}
        prefix="kit"
        draft="kit/form"
        verb="Melden"
        fields={['title', { name: 'text', rows: 5 }, { name: 'urgency', radio: true }, 'impact', 'from', 'count', 'email', 'call']}
        files={{ label: 'Foto of bestand', help: 'Een foto van het scherm helpt vaak' }}
        submit={async () => {
          throw new ProblemError({
            type: 'platform.invalid',
            title: 'Er klopt iets niet in wat u hebt ingevuld',
            status: 400,
            errors: [{ pointer: '/body/title', code: 'x', detail: 'Deze melding bestaat al: C-1041' }],
          })
        }}
      />
    </Page>
  )
}
