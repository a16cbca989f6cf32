import * as z from 'zod'
import { Form } from '../kit/form.tsx'
import { Sheet } from '../kit/page.tsx'
import { galleryTexts } from './texts.ts'

export default function SignIn() {
  return (
    <Sheet title="Aanmelden" lead="Met het adres van uw school." foot="Hulp nodig? Bel de servicedesk.">
      <Form
        schema={z.object({ email: z.email(), password: z.string().min(1) })}
        texts={galleryTexts}
        prefix="kit"
        verb="Aanmelden"
        wideButton
        submit={async () => undefined}
      />
    </Sheet>
  )
}
