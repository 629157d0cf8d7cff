import { Fault, faultOf } from './fault'

type Body = Record<string, unknown> | unknown[] | undefined
export type Query = Record<string, string | number | boolean | null | undefined>

/** Calls as one caller: the account of the cookie, or the seat that is named. Every refusal is thrown as a Fault. */
export type Api = {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body?: Body): Promise<T>
  put<T>(path: string, body: Body): Promise<T>
  patch<T>(path: string, body: Body): Promise<T>
  del<T = void>(path: string, query?: Query): Promise<T>
  /** Sends a file as the one part `file`. */
  upload<T>(path: string, file: File): Promise<T>
  /** Fetches a file's bytes. */
  file(path: string): Promise<Blob>
  /** An event stream's address: EventSource sends no headers, so the seat goes into the query. */
  streamUrl(path: string, query?: Query): string
}

function withQuery(path: string, query?: Query): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query ?? {}))
    if (v !== undefined && v !== null && v !== '') q.set(k, String(v))
  const s = q.toString()
  return s ? `${path}?${s}` : path
}

let signedOut: () => void = () => undefined
/** Sets what happens when the account's session turns out to have ended. `/api/me` only asks and does not count. */
export function whenSignedOut(act: () => void) {
  signedOut = act
}

export function createApi(seat?: string): Api {
  async function call(method: string, path: string, body?: Body | FormData, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (seat) headers['X-Seat'] = seat
    const form = body instanceof FormData
    if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
    let res: Response
    try {
      res = await fetch(path, {
        method,
        headers,
        credentials: 'same-origin',
        signal: signal ?? null,
        body: body === undefined ? null : form ? body : JSON.stringify(body),
      })
    } catch (err) {
      if (signal?.aborted) throw err
      throw new Fault(0, 'network')
    }
    if (!res.ok) {
      const fault = await faultOf(res)
      if (!seat && fault.code === 'signed_out' && path !== '/api/me') signedOut()
      throw fault
    }
    return res
  }
  async function send<T>(method: string, path: string, body?: Body | FormData, signal?: AbortSignal): Promise<T> {
    const res = await call(method, path, body, signal)
    if (res.status === 204) return undefined as T
    return (await res.json()) as T
  }
  return {
    get: (path, query, signal) => send('GET', withQuery(path, query), undefined, signal),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    del: (path, query) => send('DELETE', withQuery(path, query)),
    upload: (path, file) => {
      const form = new FormData()
      form.append('file', file)
      return send('POST', path, form)
    },
    file: async (path) => (await call('GET', path)).blob(),
    streamUrl: (path, query) => withQuery(path, { ...query, seat }),
  }
}

/** Calls as the signed-in account. */
export const api = createApi()
