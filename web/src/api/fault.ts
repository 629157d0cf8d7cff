/** Any `t`, of whatever namespace: codes are looked up in `common` by their full name. */
type Translate = (...args: never[]) => unknown
type Look = (keys: string[], params: Record<string, unknown>) => string

export type FaultField = { name: string; rule: string; value?: string }

/** A refusal by the server (problem+json), or the network's own failure as code `network`. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly fields: FaultField[] = [],
    readonly params: Record<string, unknown> = {},
  ) {
    super(`${status} ${code}`)
    this.name = 'Fault'
  }
  field(name: string): FaultField | undefined {
    return this.fields.find((f) => f.name === name)
  }
}

export function isFault(err: unknown, code?: string): err is Fault {
  return err instanceof Fault && (code === undefined || err.code === code)
}

/** Reads a refusal; an answer that is no problem+json (a proxy's page) keeps its status only. */
export async function faultOf(res: Response): Promise<Fault> {
  const body = (await res
    .clone()
    .json()
    .catch(() => null)) as {
    code?: string
    fields?: FaultField[] | null
    params?: Record<string, unknown> | null
  } | null
  return new Fault(res.status, body?.code || `http_${res.status}`, body?.fields ?? [], body?.params ?? {})
}

const kinds = [400, 401, 403, 404, 409, 410, 422, 429, 503]

/** What to tell the user: the code's own text, else that of its status; never the server's detail. */
export function faultText(t: Translate, err: unknown): string {
  const look = t as unknown as Look
  if (!(err instanceof Fault)) return look(['common:fault.unknown'], {})
  const kind = kinds.includes(err.status) ? `common:fault.kind_${err.status}` : 'common:fault.unknown'
  return look([`common:fault.${err.code}`, kind], err.params)
}

/** What is wrong with one field, from its rule. */
export function fieldText(t: Translate, field: FaultField): string {
  const look = t as unknown as Look
  return look([`common:rule.${field.rule}`, 'common:rule.invalid'], { value: field.value ?? '' })
}
