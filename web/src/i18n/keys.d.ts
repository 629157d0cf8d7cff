import type common from './vi/common.json'
import type follow from './vi/follow.json'
import type live from './vi/live.json'
import type office from './vi/office.json'
import type plan from './vi/plan.json'
import type record from './vi/record.json'
import type trouble from './vi/trouble.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      common: typeof common
      follow: typeof follow
      live: typeof live
      office: typeof office
      plan: typeof plan
      record: typeof record
      trouble: typeof trouble
    }
    returnNull: false
  }
}
