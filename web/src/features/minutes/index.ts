export { Minutes } from './Minutes'
export { PrintMinutes } from './Print'
