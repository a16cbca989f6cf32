/** The front of Spil. */
import './kit/styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import * as z from 'zod'
import { keepFocus } from './kit/focus.ts'
import { whenSessionChanges } from './kit/session.ts'
import { resolver, theme } from './kit/theme.ts'
import { queries } from './queries.ts'
import { rooms } from './rooms.ts'
import { makeRouter } from './routes.tsx'
import { Looks } from './shell/looks.tsx'

// The content security policy forbids making code from text, which zod would try.
z.config({ jitless: true })

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
// What locks the scroll under a dialog reads the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce })
keepFocus()
whenSessionChanges(() => Promise.allSettled(rooms.map((room) => room.forget?.())))
const router = makeRouter()
const root = document.getElementById('root')

if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={queries}>
          <Looks>
            <RouterProvider router={router} />
          </Looks>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
