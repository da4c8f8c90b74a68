export const load = () => import('./dear.js')
