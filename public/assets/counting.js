/*
 * The service worker of the pages for counting (/items/stocktakes/…/count), and of no other: it lets such a page open without network.
 * It keeps the page, its files, and who is signed in; never any other answer of the API. Whether somebody may do something is for the
 * server, when there is network again. Signing in or out deletes the cache; so does an answer that nobody is signed in.
 */
const name = 'spil-counting'
const me = '/api/people/me'
const page = '/items/stocktakes/count'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
// The page was loaded before this worker was there: it tells which files it needs.
self.addEventListener('message', (event) => event.waitUntil(keepFiles(event.data)))

async function keepFiles({ files }) {
  const cache = await caches.open(name)
  const own = files.filter((one) => new URL(one).origin === location.origin && new URL(one).pathname.startsWith('/assets/'))
  const missing = []
  for (const one of own) if (!(await cache.match(one))) missing.push(one)
  await Promise.all(missing.map((one) => cache.add(one).catch(() => undefined)))
  await Promise.all([fresh(`${self.registration.scope}0/count`, page), fresh(me, me)].map((one) => one.catch(() => undefined)))
}

/** From the network, and kept; thrown when it is not there, as when the server is away behind a proxy. */
async function fresh(request, key) {
  const response = await fetch(request)
  if (response.status >= 502) throw new Error('away')
  if (response.ok) await (await caches.open(name)).put(key, response.clone())
  else if (response.status === 401) await caches.delete(name)
  return response
}
async function netFirst(request, key) {
  try {
    return await fresh(request, key)
  } catch (error) {
    const kept = await caches.match(key, { cacheName: name })
    if (kept) return kept
    throw error
  }
}
async function keptFirst(request) {
  return (await caches.match(request, { cacheName: name })) ?? fresh(request, request)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && /^\/items\/stocktakes\/[^/]+\/count$/.test(pathname)) event.respondWith(netFirst(request, page))
  else if (pathname === me) event.respondWith(netFirst(request, me))
  else if (pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
})
